"""The web till: pages for cashier and customer, and an API for shop systems, over a till."""
