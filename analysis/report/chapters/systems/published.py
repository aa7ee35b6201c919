"""Where the advice, the survey and the number of systems that key on kommunenummer are published.

The reports name each shortly where it is used, and in full among the sources.
"""

from __future__ import annotations

KARTVERKET = "Kartverket 2018–2019"
PROCUREMENT = "Veileder til anskaffelsesreglene"
DIFI = "Difi 2018"

_NEWS = "kartverket.no/kommunereform/nyheter-kommune--og-regionreformene"
PUBLISHED = (
    f"{KARTVERKET}: råd til kommuner som skal anskaffe IKT, og undersøkelse i de 43 nye "
    f"kommunene, {_NEWS}/status-ikt-anskaffelser og {_NEWS}/oppfolging-etter-workshop; om "
    "systemer med kommunenummer som nøkkel, "
    "kartverket.no/kommunereform/kartverket-og-kommunereformen",
    f"{DIFI}: om integrasjon og opplæring, gjengitt av Kartverket foran workshopen 4. desember "
    "2018, kartverket.no/kommunereform",
    f"{PROCUREMENT}: departementets veileder til reglene om offentlige anskaffelser, kapittel 4 og "
    "18",
)
