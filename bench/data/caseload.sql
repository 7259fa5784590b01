-- One batch of participants with their activities and trackers, in one transaction. %(first)s and
-- %(last)s are their numbers. Everything is worked out from those, so that it comes out the same each
-- time. The tables of the database write their own histories and side rows, where triggers are on.

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
SELECT *, due_on < bench_day() AS past, mandatory AND due_on < bench_day() AND bench(m, 21, 100) < bench_due() AS is_due,
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
                               p.mandated AND bench(p.n * 10 + i, 16, 10) < bench_mandatory() AS mandatory,
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

-- The older a tracker, the further it has come. It begins as New and goes on from there, step by step
-- (histories.sql); without histories it is there at once.
CREATE TEMP TABLE t ON COMMIT DROP AS
SELECT a.*, bench_id('tracker', m) AS tracker_id, bench(m, 30, 100) AS fate,
       bench_day() - a.due_on AS age, clock.new_act_by, clock.new_limit,
       clock.submitted_act_by, clock.submitted_limit, 0::bigint AS number,
       officer.id AS officer_id, officer.name AS officer_name
  FROM a JOIN bench_clock AS clock ON clock.day = a.due_on AND clock.nation = a.nation
  JOIN bench_officers AS officer ON officer.k = bench(m, 31, (SELECT count(*) FROM bench_officers))
 WHERE a.is_due;
ALTER TABLE t ADD COLUMN ends_as text, ADD COLUMN begins_as text;
UPDATE t SET ends_as = CASE
  WHEN age <= 4 THEN 'new' WHEN age <= 12 AND fate < 55 THEN 'new' WHEN age <= 12 THEN 'submitted'
  WHEN age <= 40 AND fate < 25 THEN 'submitted' WHEN age <= 90 AND fate < 70 THEN 'referred'
  WHEN fate < 12 THEN 'rejected' WHEN fate < 20 THEN 'resolved' ELSE 'closed' END;
UPDATE t SET begins_as = CASE WHEN bench_final() THEN ends_as ELSE 'new' END;

INSERT INTO trackers_tracker
  (id, type, status, participant_id, activity_id, assignee_id, due_on, due_time, due_at, reason_category,
   reason, reason_details, benefit, dma_paperwork_raised, not_raised_reason, follows_id, created_at,
   created_by_id, created_by, made_by_system, status_set_at, act_by, act_by_limit_id, version)
SELECT tracker_id, 'monitoring', begins_as, participant_id, id, coach_id, due_on, due_time, due_at, category,
       reason, '', benefit, true, '', NULL, marked_at, coach_id, coach_name, true,
       marked_at + CASE begins_as WHEN 'new' THEN 0 WHEN 'submitted' THEN 1 WHEN 'resolved' THEN 1
                                  WHEN 'closed' THEN 20 ELSE 4 END * INTERVAL '1 day',
       CASE begins_as WHEN 'new' THEN new_act_by WHEN 'submitted' THEN submitted_act_by END,
       CASE begins_as WHEN 'new' THEN new_limit WHEN 'submitted' THEN submitted_limit END,
       CASE begins_as WHEN 'new' THEN 1 WHEN 'submitted' THEN 2 WHEN 'resolved' THEN 2
                      WHEN 'closed' THEN 4 ELSE 3 END
  FROM t ORDER BY m;
UPDATE t SET number = made.number FROM trackers_tracker AS made WHERE made.id = t.tracker_id;
