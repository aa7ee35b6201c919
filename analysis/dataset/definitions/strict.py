"""What an entry of a toml file has to be: nothing unknown in it, and never changed."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
NonEmpty = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """An entry with these keys and these types, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
