"""How many statements each page and each operation takes: exactly, so that one more is a decision.

After the name who asks; then statements of work, and access records. Begin, commit, savepoints and
the context of the row history are apart. A page is asked as it stands in tests/world.py, the second
time; an operation is called as in tests/architecture/operation_calls.py, by the first who may.
"""

PAGES = """
access-records                     aimee        5  0
access-records-export              aimee        5  1
accessibility                      adam         2  0
account                            adam         3  0
activities-to-do                   adam         4  0
activity                           adam         9  1
activity-add                       adam         5  1
activity-arrange-again             adam         5  1
activity-complete                  adam         4  1
activity-edit                      adam         5  1
activity-not-complete              adam         6  1
activity-notices                   adam         5  1
activity-undo                      adam         4  1
activity-why                       adam         5  1
administration                     joanne       3  0
bank-holiday-correct               joanne       2  0
bank-holidays                      joanne       4  0
compliance                         glenn        6  0
compliance-reasons                 glenn        3  0
dated-limit                        joanne       3  0
dated-limits                       joanne       3  0
forgotten-password                 adam         2  0
forgotten-password-sent            adam         2  0
group-add                          joanne       3  0
group-close                        joanne       7  0
group-edit                         joanne       3  0
group-move                         joanne       4  0
groups                             joanne       4  0
help                               adam         2  0
home:adam                          adam        10  0
home:aimee                         aimee        7  0
home:glenn                         glenn        7  0
home:tomasz                        tomasz       7  0
import-refused                     joanne       3  1
import-run                         joanne       3  0
imports                            joanne       3  0
kept-form                          adam         3  0
notice-issue                       adam        10  1
notice-pdf                         adam         3  1
notice-template                    joanne       4  0
notice-template-compare            joanne       4  0
notice-template-edit               joanne       4  0
notice-templates                   joanne       3  0
participant                        adam         6  1
participant-access                 aimee        8  1
participant-access-export          aimee       10  2
participant-details                adam         7  1
participant-details-change         adam         4  1
participant-documents              adam         9  1
participant-history                adam         5  1
participant-leaving                adam         4  1
participant-mandation              aimee        7  1
participant-mandatory              adam         5  1
participant-markers                adam         5  1
participant-move                   adam         7  1
participant-plan                   adam         8  1
participant-restriction            aimee        5  1
participant-sanction-record        adam         7  1
participant-story                  adam         9  1
participant-trackers               adam         8  1
participants                       adam        10  0
privacy                            adam         2  0
programme-switch                   joanne       3  0
reason-add                         joanne       2  0
reason-change                      joanne       3  0
reasons                            joanne       3  0
roles                              adam         2  0
sanction-entry-add                 adam         8  1
sanction-entry-correct             adam         8  1
sanction-entry-withdraw            adam         6  1
sanction-letter                    adam         5  1
sanction-record-export             glenn        8  2
second-step                        adam         3  0
second-step-app-add                adam         7  0
second-step-key-add                adam         8  0
session                            adam         2  0
set-password                       adam         2  0
sign-in                            nobody       0  0
sign-out-everywhere                adam         2  0
staff                              aimee        6  0
staff-access                       aimee        8  0
staff-account                      joanne       8  0
staff-active                       joanne       5  0
staff-add                          joanne       3  0
staff-edit                         joanne       5  0
staff-email                        joanne       4  0
staff-invite                       joanne       4  0
staff-work                         aimee        9  0
tracker                            adam         9  1
tracker-contact                    adam         9  1
tracker-decision                   adam         9  1
tracker-edit                       adam        10  1
tracker-export                     glenn        8  1
tracker-failure                    adam         9  1
tracker-file                       adam         3  1
tracker-file-remove                adam        10  1
tracker-note                       adam        10  1
tracker-pack                       adam         7  1
tracker-pack-file                  adam         4  1
tracker-question                   adam        10  1
tracker-reassign                   adam        10  1
tracker-reply                      adam         9  1
tracker-second-person              adam        10  1
tracker-sheet                      adam         7  1
tracker-sheet-file                 adam         6  1
trackers-own-work                  aimee        4  0
trackers:adam                      adam         7  0
trackers:aimee                     aimee        7  0
trackers:glenn                     glenn        7  0
trackers:tomasz                    tomasz       7  0
"""

OPERATIONS = """
dated_limits.correct_bank_holidays joanne       5  0
dated_limits.set_limit             joanne       4  0
documents.discard_staged_file      adam         8  0
documents.stage_files              adam         7  0
doubt.add_contact                  adam         7  0
doubt.ask_good_reason              adam        10  0
doubt.confirm_failure              adam         6  0
doubt.decide_good_reason           adam         8  0
doubt.name_second_person           adam         8  0
doubt.record_reply                 adam         8  0
file_opening.open_file             alexandra    3  1
file_opening.open_letter           alexandra    3  1
file_opening.open_notice           alexandra    1  1
file_opening.open_pack             adam         2  1
groups.add_group                   joanne       9  0
groups.close_group                 joanne      12  0
groups.edit_group                  joanne      13  0
groups.move_group                  joanne      16  0
groups.reopen_group                joanne       8  0
invitations.send_invitation        joanne       7  0
kept_forms.discard_form            adam         1  0
kept_forms.keep_form               alexandra    3  0
marking.mark_not_complete          alexandra    9  0
notice_templates.save_template     joanne       5  0
notices.issue_notice               alexandra   18  0
packs.ask_for_pack                 adam        11  0
packs.keep_pack                    adam        10  0
participants.correct_details       alexandra    7  0
participants.move_participant      alexandra   15  0
participants.record_leaving        alexandra    7  0
participants.set_mandation         aimee        5  0
participants.switch_markers        alexandra   10  0
plans.add_activity                 alexandra    7  0
plans.arrange_again                alexandra    9  0
plans.change_activity_status       alexandra    5  0
plans.edit_activity                alexandra   10  0
plans.undo_marking                 alexandra    5  0
programmes.keep_reason             joanne       5  0
programmes.set_monitoring_trackers joanne       4  0
reallocation.reallocate            aimee       24  0
restrictions.change_named_people   aimee       13  0
restrictions.lift_restriction      aimee        8  0
restrictions.restrict_record       aimee       14  0
sanction_letters.discard_letter    adam         8  0
sanction_letters.stage_letters     adam         8  0
sanctions.add_entry                adam         9  0
sanctions.correct_entry            adam        11  0
sanctions.withdraw_entry           adam        10  0
sessions.sign_out_everywhere       alexandra    3  0
signing_in.remove_second_steps     joanne       8  0
signing_in.unlock_account          joanne       7  0
staff.activate_staff               joanne      19  0
staff.add_staff                    joanne      18  0
staff.change_email                 joanne      22  0
staff.deactivate_staff             joanne      12  0
staff.edit_staff                   joanne      16  0
tracker_files.remove_file          adam         7  0
trackers.add_note                  adam         6  0
trackers.reassign_tracker          adam         7  0
trackers.save_tracker              adam         9  0
viewing.give_reason                adam         2  1
viewing.open_access_export         aimee        0  1
viewing.open_export                glenn        2  1
viewing.open_record_export         glenn        2  1
viewing.view_activity              alexandra    1  1
viewing.view_file                  alexandra    1  1
viewing.view_letter                alexandra    3  1
viewing.view_notice                alexandra    1  1
viewing.view_pack                  adam         2  1
viewing.view_participant           alexandra    2  1
viewing.view_sheet                 adam         1  1
viewing.view_tracker               alexandra    1  1
"""


def numbers(told: str) -> dict[str, tuple[str, int, int]]:
    """Each line by its name."""
    lines = [line.split() for line in told.splitlines() if line]
    return {name: (who, int(work), int(access)) for name, who, work, access in lines}


def line(name: str, who: str, work: int, access: int) -> str:
    """A line as it stands above."""
    return f"{name:<34} {who:<10} {work:>3} {access:>2}"
