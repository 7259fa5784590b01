-- What is written beside a batch of caseload.sql, in the same transaction: how activities and trackers
-- became what they are.

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
