"""What everybody gets from every operation called directly: declared here, by hand, from
product.md, sections 1 and 2. The people and the participant are those of url_outcomes.py.

`done`: it changed something (opening changes who looked). `same`: it returned, and everything is
the same as before. `role`: refused, and told which role it needs. `none`: not there, or not yours.
Any other word is the code of the refusal, or stands for one in CODES.
"""

from tests.architecture.url_outcomes import MEMBERS as EVERYBODY

# the columns: no role; Edit, twice; compliance, twice; then by role; Edit elsewhere
MEMBERS = EVERYBODY[1:]

CALLED = """
documents.stage_files               role done done done done role role role none
documents.staged_files              same same same same same same same same same
documents.discard_staged_file       role done same same same role role role same

dated_limits.set_limit              role role role role role role role done role
dated_limits.correct_bank_holidays  role role role role role role role done role

doubt.add_contact                   role done done done done role role role none
doubt.ask_good_reason               role done done done done role role role none
doubt.confirm_failure               role done done done done role role role none
doubt.decide_good_reason            role done done done done role role role none
doubt.name_second_person            role done done done done role role role none
doubt.record_reply                  role done done done done role role role none

file_opening.open_file              done done done done done done done done none
file_opening.open_letter            done done done done done done done done none
file_opening.open_notice            done done done done done done done done none
file_opening.open_pack              role done done done done done done done none

groups.add_group                    role role role role role role role done role
groups.close_group                  role role role role role role role done role
groups.edit_group                   role role role role role role role done role
groups.move_group                   role role role role role role role done role
groups.reopen_group                 role role role role role role role done role

invitations.send_invitation         role role role role role role role done role

kept_forms.discard_form             same done same same same same same same same
kept_forms.keep_form                done done done done done done done done done

marking.mark_not_complete           done done done done done done role role none

notice_templates.save_template      role role role role role role role done role

notices.issue_notice                done done done done done done role role none
notices.preview_notice              same same same same same same role role none
notices.preview_pdf                 same same same same same same role role none
notices.what_stops_a_notice         same same same same same same role role none
packs.ask_for_pack                  role done done done done done done done none
packs.keep_pack                     role done done done done done done done none

participants.correct_details        done done done done done done role role none
participants.move_participant       done done done done done done role role none
participants.record_leaving         done done done done done done role role none
participants.set_mandation          role role role role role done role role role
participants.switch_markers         done done done done done done role role none

plans.add_activity                  done done done done done done role role none
plans.arrange_again                 done done done done done done role role none
plans.change_activity_status        done done done done done done role role none
plans.edit_activity                 done done done done done done role role none
plans.undo_marking                  done done done done done done role role none

programmes.keep_reason              role role role role role role role done role
programmes.set_monitoring_trackers  role role role role role role role done role

reallocation.preview_reallocation   role role role role role same role same role
reallocation.reallocate             role role role role role done role done role

returning.send_back                 role role role nots nots role role role role

restrictions.restrict_record        role role role role role done role role role
restrictions.change_named_people    role role role role role done role role role
restrictions.lift_restriction       role role role role role done role role role

sanction_letters.discard_letter     role done same same same same role role same
sanction_letters.stage_letters      role done done done done done role role none

sanctions.add_entry                 role done done done done done role role none
sanctions.correct_entry             role done done done done done role role none
sanctions.withdraw_entry            role done done done done done role role none

sessions.sign_out_everywhere        done done done done done done done done done

signing_in.remove_second_steps      role role role role role role role done role
signing_in.unlock_account           role role role role role role role done role

staff.activate_staff                role role role role role role role done role
staff.add_staff                     role role role role role role role done role
staff.change_email                  role role role role role role role done role
staff.deactivate_staff              role role role role role role role done role
staff.edit_staff                    role role role role role role role done role

tracker_files.remove_file           role done done done done role role role none

trackers.add_note                   role done done done done role role role none
trackers.create_tracker             role made made made made role role role made
trackers.reassign_tracker           role done done done done done role role none
trackers.save_tracker               role done done done done role role role none
trackers.what_saving_would_refuse   role same same same same role role role none

viewing.give_reason                 none done none none none done none none none
viewing.open_access_export          role role role role role done done role role
viewing.open_export                 role role role done done done done done role
viewing.open_record_export          role role role done done done done done role
viewing.view_activity               done done done done done done done done none
viewing.view_file                   done done done done done done done done none
viewing.view_letter                 done done done done done done done done none
viewing.view_notice                 done done done done done done done done none
viewing.view_pack                   role done done done done done done done none
viewing.view_participant            done done done done done done done done none
viewing.view_sheet                  role done done done done done done done none
viewing.view_tracker                done done done done done done done done none
"""

# Longer than a column is wide.
CODES = {"nots": "tracker.not_submitted", "made": "tracker.made_by_the_system_only"}

OUTCOMES = {
    name: [CODES.get(outcome, outcome) for outcome in outcomes]
    for name, *outcomes in (line.split() for line in CALLED.split("\n") if line)
}
