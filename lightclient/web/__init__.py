"""What the pages of this package have in common in a browser: headers, languages, templates and looks."""
