"""How well something stands, as a colour of base.css and as a sign beside it, for those who see no colours."""

WAIT, COMING, GOOD, BAD = "wait", "coming", "good", "bad"
SIGNS = {WAIT: "…", COMING: "↻", GOOD: "✓", BAD: "!"}
