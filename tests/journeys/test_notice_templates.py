"""The templates of notices as an administrator keeps them; every page by axe."""


def test_templates_are_kept(everybody, visit):
    joanne = visit(everybody.joanne)
    joanne.go("/administration/notice-templates/").narrowed()
    joanne.follow("Universal Credit, appointment", exact=False).narrowed()
    joanne.follow("Make another version")
    joanne.page.fill("#part_title", "Come to {nmae}")
    joanne.press("Preview").sees("There is no {nmae}").narrowed()
    joanne.page.fill("#part_title", "An appointment that you must come to")
    joanne.press("Save as the next version").sees("Version 2 is saved")
    joanne.follow("Compare with version 1").sees("The same in both").narrowed()
