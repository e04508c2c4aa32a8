"""The profit screen: a month's figures, why they differ, and the way from each number to the entries it is made of."""
