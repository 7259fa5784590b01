-- One batch of participants with all that is theirs, in one transaction. %(first)s and %(last)s are
-- their numbers. Everything is worked out from those, so that it comes out the same each time.
-- The tables of the database write their own histories and side rows: triggers are on.

CREATE TEMP TABLE p ON COMMIT DROP AS
SELECT n, bench_id('participant', n) AS id, 'WM' || (30000000 + n) AS reference,
       names.first_names[1 + bench(n, 1, 1000)] AS first_name,
       CASE WHEN bench(n, 13, 100) < 60 THEN names.last_names[1 + bench(n, 2, 1000)]
            ELSE bench_rare(n, names.beginnings, names.endings)
              || CASE WHEN bench(n, 13, 100) < 98 THEN ''
                      ELSE '-' || bench_rare(-n, names.beginnings, names.endings) END END AS last_name,
       DATE '1962-01-01' + bench(n, 3, 16000)::int AS date_of_birth,
       CASE WHEN bench(n, 4, 100) < 85 THEN 'Universal Credit'
            ELSE 'Jobseeker''s Allowance (income-based)' END AS benefit,
       coach.id AS coach_id, coach.name AS coach_name, coach.group_id, coach.nation, is_active,
       started_on, CASE WHEN NOT is_active THEN started_on + 30 + bench(n, 7, 330)::int END AS left_on,
       bench(n, 8, 10) > 0 AS mandated,
       (started_on + TIME '08:00') AT TIME ZONE 'Europe/London' AS created_at
  FROM (SELECT n, n %% 7 < 3 AS is_active,
               CASE WHEN n %% 7 < 3 THEN bench_day() - 5 - bench(n, 6, 350)::int
                    ELSE bench_day() - 400 - bench(n, 6, 600)::int END AS started_on
          FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) AS person
  CROSS JOIN bench_names AS names
  LEFT JOIN bench_slots AS slot ON is_active AND slot.place = n / 7 * 3 + n %% 7
  JOIN bench_coaches AS coach
    ON coach.k = coalesce(slot.coach, bench(n, 5, (SELECT count(*) FROM bench_coaches)));

INSERT INTO participants_participant
  (id, reference, first_name, last_name, date_of_birth, ni_number, benefit, language, email, phone,
   reasonable_adjustments, agreed_hours, programme_id, started_on, planned_end_on, left_on,
   work_coach_id, group_id, make_activity_mandatory, make_activity_mandatory_set_by_id,
   make_activity_mandatory_set_by, make_activity_mandatory_set_at, sanction_status,
   sanction_status_set_by_id, sanction_status_set_by, sanction_status_set_at, is_restricted,
   named_ids, created_at, version)
SELECT id, reference, first_name, last_name, date_of_birth, '', benefit,
       CASE WHEN nation = 'England and Wales' AND bench(n, 9, 100) < 4 THEN 'Welsh' ELSE 'English' END,
       'p' || n || '@mail.example', '07700 9' || lpad(bench(n, 10, 100000)::text, 5, '0'), '', NULL,
       (SELECT id FROM programmes_programme ORDER BY name LIMIT 1), started_on, started_on + 365, left_on,
       coach_id, group_id, mandated, coach_id, coach_name, created_at,
       CASE WHEN bench(n, 11, 100) < 94 THEN 'Not under sanction'
            WHEN bench(n, 11, 100) < 97 THEN 'Pending decision for failure to comply'
            ELSE 'Under sanction for failure to comply' END,
       coach_id, coach_name, created_at, false, '{}', created_at, CASE WHEN left_on IS NULL THEN 1 ELSE 2 END
  FROM p ORDER BY n;

INSERT INTO participants_marker (id, participant_id, kind_id, what_to_know, set_by_id, set_by, set_at)
SELECT bench_id('marker', n), p.id, kind.id, '', coach_id, coach_name, p.created_at
  FROM p JOIN participants_markerkind AS kind ON kind.position = bench(n, 12, 30);

CREATE TEMP TABLE a ON COMMIT DROP AS
SELECT *, due_on < bench_day() AS past, mandatory AND due_on < bench_day() AND bench(m, 21, 100) < 26 AS is_due,
       due_at + INTERVAL '2 hours' AS marked_at
  FROM (SELECT *, (due_on + due_time) AT TIME ZONE 'Europe/London' AS due_at
          FROM (SELECT *, due - greatest(extract(isodow FROM due)::int - 5, 0) AS due_on
                  FROM (SELECT p.n, i, p.n * 10 + i AS m, bench_id('activity', p.n * 10 + i) AS id,
                               'B' || (10000000 + p.n * 10 + i) AS reference, p.id AS participant_id,
                               p.reference AS participant, p.coach_id, p.coach_name, p.benefit, p.nation,
                               p.mandated, p.created_at AS mandated_at,
                               p.started_on + 3 + (coalesce(p.left_on, bench_day() + 30) - p.started_on) * i / 10
                                 AS due,
                               TIME '09:00' + bench(p.n * 10 + i, 15, 31) * INTERVAL '15 minutes' AS due_time,
                               p.mandated AND bench(p.n * 10 + i, 16, 10) < 7 AS mandatory,
                               bench(p.n * 10 + i, 17, 100) AS luck, what.*, why.category, why.reason
                          FROM p CROSS JOIN generate_series(0, 9) AS i
                          JOIN bench_kinds AS what ON what.k = bench(p.n * 10 + i, 18, 9)
                          JOIN bench_reasons AS why
                            ON why.k = bench(p.n * 10 + i, 19, (SELECT count(*) FROM bench_reasons))
                       ) AS at_all) AS on_weekdays) AS in_time;

ALTER TABLE a ADD COLUMN status text, ADD COLUMN reason_given text;
UPDATE a SET status = CASE WHEN is_due OR (past AND luck < 2) THEN 'Not complete'
                           WHEN past AND luck < 88 THEN 'Complete'
                           WHEN past AND luck < 94 THEN 'In progress' ELSE 'Not started' END;

INSERT INTO plans_activity
  (id, reference, participant_id, kind, title, instructions, chosen_owner_id, due_on, due_time, due_at,
   place, channel, hours, evidence, visible_to_participant, mandatory, mandatory_set_by_id,
   mandatory_set_by, mandatory_set_at, status, status_before_marking, status_set_by, status_set_at,
   reason_category, reason, reason_details, was_missed, arranged_again_from_id, created_at, created_by, version)
SELECT id, reference, participant_id, kind, title, instructions, NULL, due_on, due_time, due_at,
       place, channel, NULL, evidence, true, mandatory, CASE WHEN mandatory THEN coach_id END,
       CASE WHEN mandatory THEN coach_name ELSE '' END, CASE WHEN mandatory THEN mandated_at END,
       status, 'Not started', CASE WHEN status = 'Not started' THEN '' ELSE coach_name END,
       CASE WHEN status <> 'Not started' THEN marked_at END,
       CASE WHEN status = 'Not complete' THEN category ELSE '' END,
       CASE WHEN status = 'Not complete' THEN reason ELSE '' END, '', status = 'Not complete', NULL,
       mandated_at, coach_name, CASE WHEN status = 'Not started' THEN 1 ELSE 2 END
  FROM a ORDER BY m;

-- Trackers begin as New and go on from there; the older, the further.
CREATE TEMP TABLE t ON COMMIT DROP AS
SELECT a.*, bench_id('tracker', m) AS tracker_id, bench(m, 30, 100) AS fate,
       bench_day() - a.due_on AS age, clock.new_act_by, clock.new_limit,
       clock.submitted_act_by, clock.submitted_limit, 0::bigint AS number,
       officer.id AS officer_id, officer.name AS officer_name
  FROM a JOIN bench_clock AS clock ON clock.day = a.due_on AND clock.nation = a.nation
  JOIN bench_officers AS officer ON officer.k = bench(m, 31, (SELECT count(*) FROM bench_officers))
 WHERE a.is_due;
ALTER TABLE t ADD COLUMN ends_as text;
UPDATE t SET ends_as = CASE
  WHEN age <= 4 THEN 'new' WHEN age <= 12 AND fate < 55 THEN 'new' WHEN age <= 12 THEN 'submitted'
  WHEN age <= 40 AND fate < 25 THEN 'submitted' WHEN age <= 90 AND fate < 70 THEN 'referred'
  WHEN fate < 12 THEN 'rejected' WHEN fate < 20 THEN 'resolved' ELSE 'closed' END;

INSERT INTO trackers_tracker
  (id, type, status, participant_id, activity_id, assignee_id, due_on, due_time, due_at, reason_category,
   reason, reason_details, benefit, dma_paperwork_raised, not_raised_reason, follows_id, created_at,
   created_by_id, created_by, made_by_system, status_set_at, act_by, act_by_limit_id, version)
SELECT tracker_id, 'monitoring', 'new', participant_id, id, coach_id, due_on, due_time, due_at, category,
       reason, '', benefit, true, '', NULL, marked_at, coach_id, coach_name, true, marked_at,
       new_act_by, new_limit, 1
  FROM t ORDER BY m;
UPDATE t SET number = made.number FROM trackers_tracker AS made WHERE made.id = t.tracker_id;

INSERT INTO trackers_evaluation
  (id, activity_id, tracker_id, outcome, conditions, because, assignee_name, owner_name, marked_by_id, marked_by, at)
SELECT bench_id('evaluation', a.m), a.id, t.tracker_id, CASE WHEN t.m IS NULL THEN 'not made' ELSE 'made' END,
       jsonb_build_array(
         bench_condition('TRK-01', true, (SELECT name FROM programmes_programme ORDER BY name LIMIT 1), '', NULL),
         bench_condition('TRK-02', true, '', '', NULL),
         bench_condition('TRK-03', a.mandated, CASE WHEN a.mandated THEN 'Yes' ELSE 'No' END, a.coach_name, a.mandated_at),
         bench_condition('TRK-04', a.mandatory, CASE WHEN a.mandatory THEN 'Yes' ELSE 'No' END,
                         CASE WHEN a.mandatory THEN a.coach_name ELSE '' END, CASE WHEN a.mandatory THEN a.mandated_at END),
         bench_condition('PLN-10', true, 'Not complete', a.coach_name, a.marked_at),
         bench_condition('TRK-05', true, 'No', '', NULL), bench_condition('TRK-06', true, '', '', NULL)),
       CASE WHEN t.m IS NULL THEN '' ELSE 'work coach is owner' END,
       CASE WHEN t.m IS NULL THEN '' ELSE a.coach_name END, a.coach_name, a.coach_id, a.coach_name, a.marked_at
  FROM a LEFT JOIN t USING (m) WHERE a.status = 'Not complete' ORDER BY a.m;

INSERT INTO trackers_note (id, tracker_id, text, author_id, author_name, at, for_decision_maker)
SELECT bench_id('note', m), tracker_id, 'Rang twice, no answer. Voicemail left.', coach_id, coach_name,
       marked_at + INTERVAL '3 hours', false
  FROM t;

CREATE TEMP TABLE steps ON COMMIT DROP AS
SELECT m, tracker_id, turn, was, becomes, at, CASE WHEN turn = 1 AND becomes IN ('submitted', 'resolved')
         THEN coach_id ELSE officer_id END AS by_id,
       CASE WHEN turn = 1 AND becomes IN ('submitted', 'resolved') THEN coach_name ELSE officer_name END AS by
  FROM t CROSS JOIN LATERAL (VALUES
    (1, 'new', 'submitted', marked_at + INTERVAL '1 day', ends_as IN ('submitted', 'referred', 'rejected', 'closed')),
    (1, 'new', 'resolved', marked_at + INTERVAL '1 day', ends_as = 'resolved'),
    (2, 'submitted', 'referred', marked_at + INTERVAL '4 days', ends_as IN ('referred', 'closed')),
    (2, 'submitted', 'rejected', marked_at + INTERVAL '4 days', ends_as = 'rejected'),
    (3, 'referred', 'closed', marked_at + INTERVAL '20 days', ends_as = 'closed')
  ) AS step (turn, was, becomes, at, is_taken)
 WHERE is_taken;

INSERT INTO trackers_transition
  (tracker_id, from_status, to_status, by_id, by, at, own_work_reason, reason_code, reason_text)
SELECT tracker_id, was, becomes, by_id, by, at, '', '', '' FROM steps ORDER BY m, turn;

UPDATE trackers_tracker AS tracker
   SET status = becomes, status_set_at = at, version = 2,
       act_by = CASE becomes WHEN 'submitted' THEN t.submitted_act_by END,
       act_by_limit_id = CASE becomes WHEN 'submitted' THEN t.submitted_limit END
  FROM steps JOIN t USING (m) WHERE turn = 1 AND tracker.id = steps.tracker_id;
UPDATE trackers_tracker AS tracker
   SET status = becomes, status_set_at = at, version = 3, act_by = NULL, act_by_limit_id = NULL
  FROM steps WHERE turn = 2 AND tracker.id = steps.tracker_id;
UPDATE trackers_tracker AS tracker SET status = becomes, status_set_at = at, version = 4
  FROM steps WHERE turn = 3 AND tracker.id = steps.tracker_id;

-- What happened, in the order in which it did, stream by stream.
CREATE TEMP TABLE e ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY stream_id, at, rank, m) AS k, happened.*,
       uuid_send(bench_id(code, m * 8 + rank)) AS salt
  FROM (
    SELECT p.id AS stream_id, created_at AS at, 0 AS rank, n AS m, 'participant.added' AS code, coach_id AS actor_id,
           false AS by_system, NULL::uuid AS activity_id, NULL::uuid AS tracker_id,
           bench_body(coach_name, json_build_object('changes', json_build_array(
             bench_change('make_activity_mandatory', 'Make activity mandatory', '', CASE WHEN mandated THEN 'Yes' ELSE 'No' END)),
             'reference', reference, 'version', 1)) AS body
      FROM p
    UNION ALL
    SELECT p.id, (left_on + TIME '12:00') AT TIME ZONE 'Europe/London', 1, n, 'participant.left', coach_id, false, NULL, NULL,
           bench_body(coach_name, json_build_object('changes', json_build_array(
             bench_change('left_on', 'Leaving date', '', left_on::text)), 'reference', reference, 'version', 2))
      FROM p WHERE left_on IS NOT NULL
    UNION ALL
    SELECT participant_id, mandated_at + INTERVAL '1 minute', 2, m, 'activity.added', coach_id, false, id, NULL,
           bench_body(coach_name, json_build_object('activity', title, 'due_on', due_on, 'mandatory', mandatory,
             'reference', reference, 'status', 'Not started', 'version', 1))
      FROM a
    UNION ALL
    SELECT participant_id, marked_at, 3, m, CASE status WHEN 'Complete' THEN 'activity.completed'
             ELSE 'activity.status_changed' END, coach_id, false, id, NULL,
           bench_body(coach_name, json_build_object('activity', title, 'changes', json_build_array(
             bench_change('status', 'Status', 'Not started', status)), 'reference', reference, 'version', 2))
      FROM a WHERE status IN ('Complete', 'In progress')
    UNION ALL
    SELECT a.participant_id, a.marked_at, 3, m, 'activity.not_completed', a.coach_id, false, a.id, t.tracker_id,
           bench_body(a.coach_name, json_build_object('activity', a.title, 'changes', json_build_array(
             bench_change('status', 'Status', 'Not started', 'Not complete')), 'outcome',
             CASE WHEN t.m IS NULL THEN 'not made' ELSE 'made' END, 'reason', a.reason,
             'reason_category', a.category, 'version', 2))
      FROM a LEFT JOIN t USING (m) WHERE a.status = 'Not complete'
    UNION ALL
    SELECT participant_id, marked_at, 4, m, 'tracker.made', coach_id, true, id, tracker_id,
           bench_body('Waymark', json_build_object('act_by', new_act_by, 'activity', title, 'assignee', coach_name,
             'dma_paperwork_raised', 'Yes', 'follows', '', 'limit', '5 working days', 'marked_by', coach_name,
             'number', 'T' || number, 'participant', participant, 'status', 'New', 'type', 'Monitoring'))
      FROM t
    UNION ALL
    SELECT participant_id, marked_at + INTERVAL '3 hours', 5, m, 'tracker.note_added', coach_id, false, id, tracker_id,
           bench_body(coach_name, json_build_object('note', 'Rang twice, no answer. Voicemail left.', 'number', 'T' || number))
      FROM t
    UNION ALL
    SELECT t.participant_id, steps.at, 5 + turn, m, 'tracker.edited', by_id, false, t.id, t.tracker_id,
           bench_body(by, json_build_object('changes', json_build_array(
             bench_change('status', 'Status', initcap(was), initcap(becomes))), 'clock', json_build_object(),
             'number', 'T' || t.number, 'own_work_reason', '', 'version', turn + 1))
      FROM steps JOIN t USING (m)
  ) AS happened;
ALTER TABLE e ADD COLUMN id bigint;
UPDATE e SET id = numbered.id
  FROM (SELECT k, nextval('audit_event_id_seq') AS id FROM (SELECT k FROM e ORDER BY k) AS in_order) AS numbered
 WHERE numbered.k = e.k;

INSERT INTO audit_event
  (id, stream, stream_id, code, at, actor_id, by_system, by_import, activity_id, tracker_id, digest)
SELECT id, 'participant', stream_id, code, at, actor_id, by_system, false, activity_id, tracker_id,
       sha256(salt || convert_to(body, 'UTF8'))
  FROM e ORDER BY id;
INSERT INTO audit_eventcontent (event_id, salt, body) SELECT id, salt, body FROM e ORDER BY id;
