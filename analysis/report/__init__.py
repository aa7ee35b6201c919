"""Reports: elements that know both screen and paper, and the way from a notebook to a PDF."""
