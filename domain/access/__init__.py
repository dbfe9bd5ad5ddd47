"""Access to cases (访问记录): what was refused for lack of right, and which sealed values were opened and why."""
