"""Reference data (基础数据): the catalogue of categories and the policies, in versions."""
