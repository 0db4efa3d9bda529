"""How long policies or institutions last, open-ended ones included."""
