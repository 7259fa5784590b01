"""What everybody gets from every address: declared here, by hand, from product.md, section 1.

The participant is in Caerdydd. Alexandra coaches there without any role; Adam and Judith hold Edit;
Glenn holds Edit and Pre-Authorise, Wendy Edit and Process, Aimee supervises, all three for Wales;
Tomasz audits and Joanne administers everything; Roy coaches in Liverpool, with Edit.

`in`: sent to sign in first. 404 is *not there, or not yours*; 403 names the role that is needed.
"""

MEMBERS = [
    "nobody",
    "alexandra",
    "adam",
    "judith",
    "glenn",
    "wendy",
    "aimee",
    "tomasz",
    "joanne",
    "roy",
]  # the columns

ASKED = """
accessibility               200  200  200  200  200  200  200  200  200  200
help                        200  200  200  200  200  200  200  200  200  200
privacy                     200  200  200  200  200  200  200  200  200  200
security-contact            404  404  404  404  404  404  404  404  404  404
favicon                     302  302  302  302  302  302  302  302  302  302
set-password                200  200  200  200  200  200  200  200  200  200
forgotten-password          200  200  200  200  200  200  200  200  200  200
forgotten-password-sent     200  200  200  200  200  200  200  200  200  200
session                     200  200  200  200  200  200  200  200  200  200
session-keep                405  405  405  405  405  405  405  405  405  405
sign-in                     200  302  302  302  302  302  302  302  302  302
sign-in-code                in   302  302  302  302  302  302  302  302  302
sign-in-passkey             in   in   in   in   in   in   in   in   in   in
sign-in-elsewhere           405  405  405  405  405  405  405  405  405  405
sign-in-elsewhere-back      404  404  404  404  404  404  404  404  404  404
sign-out                    405  405  405  405  405  405  405  405  405  405

account                     in   200  200  200  200  200  200  200  200  200
session-stay                in   405  405  405  405  405  405  405  405  405
sign-out-everywhere         in   200  200  200  200  200  200  200  200  200
kept-form                   in   404  200  404  404  404  404  404  404  404
confirm                     in   403  403  403  403  403  403  403  403  403
confirm-by-code             in   403  403  403  403  403  403  403  403  403
confirm-by-key              in   403  403  403  403  403  403  403  403  403
second-step                 in   200  200  200  200  200  200  200  200  200
second-step-app-add         in   200  200  200  200  200  200  200  200  200
second-step-app-remove      in   404  404  404  404  404  404  404  404  404
second-step-codes           in   404  404  404  404  404  404  404  404  404
second-step-codes-new       in   404  404  404  404  404  404  404  404  404
second-step-key-add         in   200  200  200  200  200  200  200  200  200
second-step-key-name        in   404  404  404  404  404  404  404  404  404
second-step-key-remove      in   404  404  404  404  404  404  404  404  404
activities-to-do            in   200  200  200  200  200  200  200  200  200
home                        in   200  200  200  200  200  200  200  200  200
participants                in   200  200  200  200  200  200  200  200  200
trackers                    in   200  200  200  200  200  200  200  200  200
trackers-own-work           in   403  403  403  403  403  200  200  403  403
compliance                  in   403  403  403  200  200  403  403  403  403
compliance-reasons          in   403  403  403  200  200  200  200  403  403
tracker-export              in   403  403  403  200  200  200  200  200  403
access-records              in   403  403  403  403  403  200  200  403  403
access-records-export       in   403  403  403  403  403  200  200  403  403
staff-access                in   403  403  403  403  403  200  200  403  403

participant                 in   200  200  200  200  200  200  200  200  404
participant-details         in   200  200  200  200  200  200  200  200  404
participant-plan            in   200  200  200  200  200  200  200  200  404
participant-mandatory       in   200  200  200  200  200  200  200  200  404
participant-trackers        in   200  200  200  200  200  200  200  200  404
participant-documents       in   200  200  200  200  200  200  200  200  404
participant-sanction-record in   200  200  200  200  200  200  200  200  404
sanction-entry-add          in   403  200  200  200  200  200  403  403  404
sanction-entry-correct      in   403  200  200  200  200  200  403  403  404
sanction-entry-withdraw     in   403  200  200  200  200  200  403  403  404
sanction-letter             in   200  200  200  200  200  200  200  200  404
participant-story           in   200  200  200  200  200  200  200  200  404
sanction-record-export      in   403  403  403  200  200  200  200  200  404
participant-history         in   200  200  200  200  200  200  200  200  404
participant-details-change  in   200  200  200  200  200  200  403  403  404
participant-markers         in   200  200  200  200  200  200  403  403  404
participant-move            in   200  200  200  200  200  200  403  403  404
participant-leaving         in   200  200  200  200  200  200  403  403  404
participant-mandation       in   403  403  403  403  403  200  403  403  404
participant-restriction     in   403  403  403  403  403  200  403  403  404
participant-restriction-lift in  403  403  403  403  403  302  403  403  404
participant-reason          in   302  302  302  302  302  302  302  302  404
participant-access          in   403  403  403  403  403  200  200  403  404
participant-access-export   in   403  403  403  403  403  200  200  403  404

activity                    in   200  200  200  200  200  200  200  200  404
activity-why                in   200  200  200  200  200  200  200  200  404
activity-add                in   200  200  200  200  200  200  403  403  404
activity-edit               in   200  200  200  200  200  200  403  403  404
activity-complete           in   200  200  200  200  200  200  403  403  404
activity-status             in   302  302  302  302  302  302  403  403  404
activity-not-complete       in   200  200  200  200  200  200  403  403  404
activity-undo               in   200  200  200  200  200  200  403  403  404
activity-arrange-again      in   200  200  200  200  200  200  403  403  404
activity-notices            in   200  200  200  200  200  200  200  200  404
notice-issue                in   200  200  200  200  200  200  403  403  404
notice-pdf                  in   200  200  200  200  200  200  200  200  404

tracker                     in   200  200  200  200  200  200  200  200  404
tracker-file                in   200  200  200  200  200  200  200  200  404
tracker-edit                in   403  200  200  200  200  403  403  403  404
tracker-note                in   403  200  200  200  200  403  403  403  404
tracker-contact             in   403  200  200  200  200  403  403  403  404
tracker-question            in   403  200  200  200  200  403  403  403  404
tracker-reply               in   403  200  200  200  200  403  403  403  404
tracker-decision            in   403  200  200  200  200  403  403  403  404
tracker-failure             in   403  200  200  200  200  403  403  403  404
tracker-send-back           in   403  403  403  302  302  403  403  403  403
tracker-second-person       in   403  200  200  200  200  403  403  403  404
tracker-reassign            in   403  200  200  200  200  200  403  403  404
tracker-file-remove         in   403  200  200  200  200  403  403  403  404
tracker-pack                in   403  200  200  200  200  200  200  200  404
tracker-pack-file           in   403  200  200  200  200  200  200  200  404
tracker-sheet               in   403  200  200  200  200  200  200  200  404
tracker-sheet-file          in   403  200  200  200  200  200  200  200  404
tracker-staged-discard      in   403  302  302  302  302  403  403  403  404

administration              in   403  403  403  403  403  403  403  200  403
programme-switch            in   403  403  403  403  403  403  403  200  403
notice-templates            in   403  403  403  403  403  403  403  200  403
notice-template             in   403  403  403  403  403  403  403  200  403
notice-template-edit        in   403  403  403  403  403  403  403  200  403
notice-template-compare     in   403  403  403  403  403  403  403  200  403
reasons                     in   403  403  403  403  403  403  403  200  403
reason-add                  in   403  403  403  403  403  403  403  200  403
reason-change               in   403  403  403  403  403  403  403  200  403
dated-limits                in   403  403  403  403  403  403  403  200  403
dated-limit                 in   403  403  403  403  403  403  403  200  403
bank-holidays               in   403  403  403  403  403  403  403  200  403
bank-holiday-correct        in   403  403  403  403  403  403  403  200  403
imports                     in   403  403  403  403  403  403  403  200  403
import-run                  in   403  403  403  403  403  403  403  200  403
import-refused              in   403  403  403  403  403  403  403  200  403

groups                      in   403  403  403  403  403  403  403  200  403
group-add                   in   403  403  403  403  403  403  403  200  403
group-edit                  in   403  403  403  403  403  403  403  200  403
group-move                  in   403  403  403  403  403  403  403  200  403
group-close                 in   403  403  403  403  403  403  403  200  403
roles                       in   200  200  200  200  200  200  200  200  200
staff                       in   403  403  403  403  403  200  403  200  403
staff-add                   in   403  403  403  403  403  403  403  200  403
staff-account               in   403  403  403  403  403  403  403  200  403
staff-edit                  in   403  403  403  403  403  403  403  200  403
staff-email                 in   403  403  403  403  403  403  403  200  403
staff-active                in   403  403  403  403  403  403  403  200  403
staff-invite                in   403  403  403  403  403  403  403  200  403
staff-unlock                in   403  403  403  403  403  403  403  302  403
staff-second-steps          in   403  403  403  403  403  403  403  302  403
staff-work                  in   403  403  403  403  403  200  403  200  403
"""

# Sent with nothing in the form: 200 is the page again, saying what is missing; 405 is a page that
# only shows. With nobody signed in, 403 shows what was typed. Signing out sends to the page for
# signing in. What was typed on no page of ours (session-keep) is kept for nobody.
SENT = """
accessibility               405  405  405  405  405  405  405  405  405  405
help                        405  405  405  405  405  405  405  405  405  405
privacy                     405  405  405  405  405  405  405  405  405  405
security-contact            405  405  405  405  405  405  405  405  405  405
favicon                     405  405  405  405  405  405  405  405  405  405
set-password                200  200  200  200  200  200  200  200  200  200
forgotten-password          200  200  200  200  200  200  200  200  200  200
forgotten-password-sent     405  405  405  405  405  405  405  405  405  405
session                     405  405  405  405  405  405  405  405  405  405
session-keep                403  403  403  403  403  403  403  403  403  403
sign-in                     200  200  200  200  200  200  200  200  200  200
sign-in-code                in   302  302  302  302  302  302  302  302  302
sign-in-passkey             in   in   in   in   in   in   in   in   in   in
sign-in-elsewhere           404  404  404  404  404  404  404  404  404  404
sign-in-elsewhere-back      405  405  405  405  405  405  405  405  405  405
sign-out                    in   in   in   in   in   in   in   in   in   in

account                     403  200  200  200  200  200  200  200  200  200
session-stay                403  200  200  200  200  200  200  200  200  200
sign-out-everywhere         403  in   in   in   in   in   in   in   in   in
kept-form                   403  404  302  404  404  404  404  404  404  404
confirm                     403  403  403  403  403  403  403  403  403  403
confirm-by-code             403  403  403  403  403  403  403  403  403  403
confirm-by-key              403  403  403  403  403  403  403  403  403  403
second-step                 403  405  405  405  405  405  405  405  405  405
second-step-app-add         403  200  200  200  200  200  200  200  200  200
second-step-app-remove      403  404  404  404  404  404  404  404  404  404
second-step-codes           403  404  404  404  404  404  404  404  404  404
second-step-codes-new       403  404  404  404  404  404  404  404  404  404
second-step-key-add         403  200  200  200  200  200  200  200  200  200
second-step-key-name        403  404  404  404  404  404  404  404  404  404
second-step-key-remove      403  404  404  404  404  404  404  404  404  404
activities-to-do            403  405  405  405  405  405  405  405  405  405
home                        403  405  405  405  405  405  405  405  405  405
participants                403  405  405  405  405  405  405  405  405  405
trackers                    403  405  405  405  405  405  405  405  405  405
trackers-own-work           403  405  405  405  405  405  405  405  405  405
compliance                  403  405  405  405  405  405  405  405  405  405
compliance-reasons          403  405  405  405  405  405  405  405  405  405
tracker-export              403  405  405  405  405  405  405  405  405  405
access-records              403  405  405  405  405  405  405  405  405  405
access-records-export       403  405  405  405  405  405  405  405  405  405
staff-access                403  405  405  405  405  405  405  405  405  405

participant                 403  405  405  405  405  405  405  405  405  405
participant-details         403  405  405  405  405  405  405  405  405  405
participant-plan            403  405  405  405  405  405  405  405  405  405
participant-mandatory       403  405  405  405  405  405  405  405  405  405
participant-trackers        403  405  405  405  405  405  405  405  405  405
participant-documents       403  405  405  405  405  405  405  405  405  405
participant-sanction-record 403  405  405  405  405  405  405  405  405  405
sanction-entry-add          403  403  200  200  200  200  200  403  403  404
sanction-entry-correct      403  403  200  200  200  200  200  403  403  404
sanction-entry-withdraw     403  403  200  200  200  200  200  403  403  404
sanction-letter             403  405  405  405  405  405  405  405  405  405
participant-story           403  405  405  405  405  405  405  405  405  405
sanction-record-export      403  405  405  405  405  405  405  405  405  405
participant-history         403  405  405  405  405  405  405  405  405  405
participant-details-change  403  200  200  200  200  200  200  403  403  404
participant-markers         403  200  200  200  200  200  200  403  403  404
participant-move            403  200  200  200  200  200  200  403  403  404
participant-leaving         403  200  200  200  200  200  200  403  403  404
participant-mandation       403  403  403  403  403  403  200  403  403  404
participant-restriction     403  403  403  403  403  403  200  403  403  404
participant-restriction-lift 403 403  403  403  403  403  200  403  403  404
participant-reason          403  302  302  302  302  302  302  302  302  404
participant-access          403  405  405  405  405  405  405  405  405  405
participant-access-export   403  405  405  405  405  405  405  405  405  405

activity                    403  405  405  405  405  405  405  405  405  405
activity-why                403  405  405  405  405  405  405  405  405  405
activity-add                403  200  200  200  200  200  200  403  403  404
activity-edit               403  200  200  200  200  200  200  403  403  404
activity-complete           403  200  200  200  200  200  200  403  403  404
activity-status             403  302  302  302  302  302  302  403  403  404
activity-not-complete       403  200  200  200  200  200  200  403  403  404
activity-undo               403  200  200  200  200  200  200  403  403  404
activity-arrange-again      403  200  200  200  200  200  200  403  403  404
activity-notices            403  405  405  405  405  405  405  405  405  405
notice-issue                403  200  200  200  200  200  200  403  403  404
notice-pdf                  403  405  405  405  405  405  405  405  405  405

tracker                     403  405  405  405  405  405  405  405  405  405
tracker-file                403  405  405  405  405  405  405  405  405  405
tracker-edit                403  403  200  200  200  200  403  403  403  404
tracker-note                403  403  200  200  200  200  403  403  403  404
tracker-contact             403  403  200  200  200  200  403  403  403  404
tracker-question            403  403  200  200  200  200  403  403  403  404
tracker-reply               403  403  200  200  200  200  403  403  403  404
tracker-decision            403  403  200  200  200  200  403  403  403  404
tracker-failure             403  403  200  200  200  200  403  403  403  404
tracker-send-back           403  403  403  403  200  200  403  403  403  403
tracker-second-person       403  403  200  200  200  200  403  403  403  404
tracker-reassign            403  403  200  200  200  200  200  403  403  404
tracker-file-remove         403  403  200  200  200  200  403  403  403  404
tracker-pack                403  403  302  302  302  302  302  302  302  404
tracker-pack-file           403  405  405  405  405  405  405  405  405  405
tracker-sheet               403  403  200  200  200  200  403  403  403  404
tracker-sheet-file          403  405  405  405  405  405  405  405  405  405
tracker-staged-discard      403  403  200  200  200  200  403  403  403  404

administration              403  405  405  405  405  405  405  405  405  405
programme-switch            403  403  403  403  403  403  403  403  200  403
notice-templates            403  405  405  405  405  405  405  405  405  405
notice-template             403  405  405  405  405  405  405  405  405  405
notice-template-edit        403  403  403  403  403  403  403  403  200  403
notice-template-compare     403  405  405  405  405  405  405  405  405  405
reasons                     403  405  405  405  405  405  405  405  405  405
reason-add                  403  403  403  403  403  403  403  403  200  403
reason-change               403  403  403  403  403  403  403  403  200  403
dated-limits                403  405  405  405  405  405  405  405  405  405
dated-limit                 403  403  403  403  403  403  403  403  200  403
bank-holidays               403  405  405  405  405  405  405  405  405  405
bank-holiday-correct        403  403  403  403  403  403  403  403  200  403
imports                     403  403  403  403  403  403  403  403  200  403
import-run                  403  403  403  403  403  403  403  403  200  403
import-refused              403  405  405  405  405  405  405  405  405  405

groups                      403  405  405  405  405  405  405  405  405  405
group-add                   403  403  403  403  403  403  403  403  200  403
group-edit                  403  403  403  403  403  403  403  403  200  403
group-move                  403  403  403  403  403  403  403  403  200  403
group-close                 403  403  403  403  403  403  403  403  200  403
roles                       403  405  405  405  405  405  405  405  405  405
staff                       403  405  405  405  405  405  405  405  405  405
staff-add                   403  403  403  403  403  403  403  403  200  403
staff-account               403  405  405  405  405  405  405  405  405  405
staff-edit                  403  403  403  403  403  403  403  403  200  403
staff-email                 403  403  403  403  403  403  403  403  200  403
staff-active                403  403  403  403  403  403  403  403  200  403
staff-invite                403  403  403  403  403  403  403  403  302  403
staff-unlock                403  403  403  403  403  403  403  403  302  403
staff-second-steps          403  403  403  403  403  403  403  403  302  403
staff-work                  403  403  403  403  403  403  200  403  200  403
"""


def table(text: str) -> dict[str, list[str]]:
    """The outcomes of each address, in the order of MEMBERS."""
    return {
        name: outcomes for name, *outcomes in (line.split() for line in text.split("\n") if line)
    }


GET = table(ASKED)
POST = table(SENT)
