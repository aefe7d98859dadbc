"""How the points are shared out, drawn; every open flag."""
