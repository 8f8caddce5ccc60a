-- The guard in force, whole.
CREATE EXTENSION IF NOT EXISTS btree_gist
--;
CREATE OR REPLACE FUNCTION cms_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()'
--;
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'publication_no_overlap') THEN
        ALTER TABLE cms_publishing_publication ADD CONSTRAINT publication_no_overlap
        EXCLUDE USING gist (key WITH =, locale WITH =, channel WITH =, tstzrange(online, offline) WITH &&);
    END IF;
END $$
--;
CREATE OR REPLACE FUNCTION cms_refuse(broken boolean, reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF broken THEN
        RAISE EXCEPTION 'guard: %', reason USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$
--;
CREATE OR REPLACE FUNCTION cms_fingerprint(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT encode(sha256(convert_to(content::text, 'UTF8')), 'hex') $$
--;
CREATE OR REPLACE FUNCTION cms_is_now(instant timestamptz) RETURNS boolean LANGUAGE sql VOLATILE AS
$$ SELECT coalesce(instant BETWEEN cms_now() - interval '90 seconds' AND cms_now() + interval '90 seconds', false) $$
--;
CREATE OR REPLACE FUNCTION cms_digest(document bytea) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT left(encode(sha256(document), 'hex'), 40) $$
--;
-- An approval answers for the text as it stands in the database at this moment, and for what it
-- shows; of a withdrawal, for somebody else's open request about a text that was public.
CREATE OR REPLACE FUNCTION cms_guard_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE revision record;
BEGIN
    PERFORM cms_refuse(TG_OP <> 'INSERT', 'an approval is never changed');
    SELECT r.user_id, cms_fingerprint(r.content) AS fingerprint INTO revision
    FROM wagtailcore_revision r WHERE r.id = NEW.revision_id;
    PERFORM cms_refuse(NEW.purpose <> 'withdraw' AND revision.fingerprint IS DISTINCT FROM NEW.fingerprint,
                       'the approval is not of the stored text');
    PERFORM cms_refuse(NEW.purpose <> 'withdraw' AND coalesce(length(NEW.text_hash), 0) <> 40,
                       'the approval does not say what the text shows');
    PERFORM cms_refuse(NEW.purpose = 'withdraw' AND NOT EXISTS (
        SELECT 1 FROM cms_publishing_withdrawal w JOIN cms_publishing_publication p ON p.key = w.page_key
        WHERE w.id = NEW.withdrawal_id AND w.page_key = NEW.page_key AND w.status = 'asked'
          AND w.asked_by_id <> NEW.approver AND p.locale = NEW.locale
          AND p.revision_id = NEW.revision_id AND p.fingerprint = NEW.fingerprint),
        'a second person agrees to an open request to withdraw');
    PERFORM cms_refuse(NOT EXISTS (SELECT 1 FROM auth_user u WHERE u.id = NEW.approver AND u.is_active),
                       'the approver has no active account');
    PERFORM cms_refuse(NEW.purpose = 'publish' AND revision.user_id = NEW.approver, 'the approver wrote this version');
    PERFORM cms_refuse(NOT cms_is_now(NEW.at), 'an approval is dated when it is given');
    RETURN NEW;
END $$
--;
CREATE TRIGGER approval_guard BEFORE INSERT OR UPDATE OR DELETE ON cms_publishing_approval
FOR EACH ROW EXECUTE FUNCTION cms_guard_approval()
--;
CREATE OR REPLACE FUNCTION cms_guard_publication_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NEW.offline IS NOT NULL AND NEW.offline <= NEW.online, 'offline comes after online');
    PERFORM cms_refuse(NEW.online < cms_now() - interval '90 seconds' OR NOT cms_is_now(NEW.decided_at),
                       'nothing goes online in the past');
    PERFORM cms_refuse(cms_fingerprint(NEW.content) <> NEW.fingerprint, 'the row does not hold the text it names');
    PERFORM cms_refuse(cms_digest(NEW.document) <> NEW.etag, 'the row does not hold the document its etag names');
    PERFORM cms_refuse(NEW.action <> 'reissue' AND NOT EXISTS (
        SELECT 1 FROM cms_publishing_approval a JOIN wagtailcore_revision r ON r.id = a.revision_id
        WHERE a.id = NEW.approval_id AND a.revision_id = NEW.revision_id
          AND a.fingerprint = NEW.fingerprint AND a.page_key = NEW.key AND a.locale = NEW.locale
          AND a.purpose = (CASE NEW.action WHEN 'first_load' THEN 'first_load' ELSE 'publish' END)
          AND cms_fingerprint(r.content) = NEW.fingerprint), 'nobody approved this text');
    PERFORM cms_refuse(NEW.action = 'reissue' AND NOT EXISTS (
        SELECT 1 FROM cms_publishing_publication p
        WHERE p.key = NEW.key AND p.locale = NEW.locale AND p.channel = NEW.channel
          AND p.revision_id = NEW.revision_id AND p.fingerprint = NEW.fingerprint
          AND p.text_hash = NEW.text_hash AND p.approval_id IS NOT DISTINCT FROM NEW.approval_id
          AND p.redacted_at IS NULL
          AND p.end_action = 'reissue' AND p.offline = NEW.online), 'a re-issue repeats the text of an earlier row');
    -- Approvals of before the digest was kept have none and answer for the content alone.
    PERFORM cms_refuse(EXISTS (
        SELECT 1 FROM cms_publishing_approval a WHERE a.id = NEW.approval_id AND a.text_hash <> NEW.text_hash),
        'the row does not show what was approved');
    RETURN NEW;
END $$
--;
CREATE TRIGGER publication_guard_insert BEFORE INSERT ON cms_publishing_publication
FOR EACH ROW EXECUTE FUNCTION cms_guard_publication_insert()
--;
CREATE OR REPLACE FUNCTION cms_guard_publication_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ending constant text[] := ARRAY['offline', 'superseded', 'end_action', 'end_reason', 'end_successor', 'ended_at'];
    blanking constant text[] := ARRAY['document', 'card', 'content', 'crumb', 'title', 'redacted_at', 'redaction_ground',
                                      'redacted_by', 'redaction_confirmed_by'];
BEGIN
    IF NEW.redacted_at IS NOT DISTINCT FROM OLD.redacted_at THEN
        PERFORM cms_refuse(to_jsonb(NEW) - ending <> to_jsonb(OLD) - ending, 'only the end of a row may change');
        PERFORM cms_refuse(OLD.offline < cms_now() - interval '90 seconds', 'a row that has ended is never changed');
        PERFORM cms_refuse(NEW.offline IS DISTINCT FROM OLD.offline AND (
            NEW.offline IS NULL OR NEW.offline > coalesce(OLD.offline, 'infinity') OR NEW.offline < NEW.online
            OR NEW.offline < cms_now() - interval '90 seconds'), 'a row may only be shortened, and not into the past');
        PERFORM cms_refuse(NEW.end_action <> 'withdraw' AND NOT NEW.superseded
            AND NOT (NEW.end_action = 'with_source' AND NEW.locale <> 'zh-hant'),
            'a row ends for the one that follows, with its source, or by a withdrawal');
        PERFORM cms_refuse(NEW.end_action = 'withdraw' AND NOT EXISTS (
            SELECT 1 FROM cms_publishing_withdrawal w JOIN cms_publishing_approval a ON a.withdrawal_id = w.id
            WHERE w.page_key = NEW.key AND w.reason = NEW.end_reason AND w.successor = NEW.end_successor
              AND a.purpose = 'withdraw' AND a.page_key = NEW.key AND a.approver <> w.asked_by_id
              AND (w.at IS NULL OR NEW.offline >= w.at)
              -- Agreed to at this moment; or earlier, for exactly this instant.
              AND (cms_is_now(a.at) OR NEW.offline = w.at)), 'two people take a page off');
    ELSE
        PERFORM cms_refuse(to_jsonb(NEW) - blanking <> to_jsonb(OLD) - blanking
            OR OLD.redacted_at IS NOT NULL OR NEW.redaction_ground = ''
            OR NEW.redacted_by IS NULL OR NEW.redaction_confirmed_by IS NULL
            OR NEW.redacted_by = NEW.redaction_confirmed_by
            OR coalesce(OLD.offline, 'infinity') > cms_now() + interval '90 seconds'
            OR length(NEW.document) > 2 OR length(NEW.card) > 2
            OR NEW.content <> '{}'::jsonb OR NEW.crumb <> '' OR NEW.title <> '',
            'a redaction blanks the document of a past row and names two people');
    END IF;
    RETURN NEW;
END $$
--;
CREATE TRIGGER publication_guard_update BEFORE UPDATE ON cms_publishing_publication
FOR EACH ROW EXECUTE FUNCTION cms_guard_publication_update()
--;
CREATE OR REPLACE FUNCTION cms_guard_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(true, TG_TABLE_NAME || ' is never changed or deleted');
    RETURN NULL;
END $$
--;
CREATE TRIGGER publication_guard_delete BEFORE DELETE ON cms_publishing_publication
FOR EACH ROW EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER publication_guard_truncate BEFORE TRUNCATE ON cms_publishing_publication
FOR EACH STATEMENT EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER approval_guard_truncate BEFORE TRUNCATE ON cms_publishing_approval
FOR EACH STATEMENT EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER reference_guard_truncate BEFORE TRUNCATE ON cms_publishing_publicationreference
FOR EACH STATEMENT EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER audit_guard_truncate BEFORE TRUNCATE ON cms_core_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION cms_guard_never()
--;
CREATE OR REPLACE FUNCTION cms_guard_reference_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NOT EXISTS (SELECT 1 FROM cms_publishing_publication p WHERE p.id = NEW.publication_id
        AND cms_is_now(p.decided_at)),
                       'references are written with their publication');
    RETURN NEW;
END $$
--;
CREATE TRIGGER reference_guard_insert BEFORE INSERT ON cms_publishing_publicationreference
FOR EACH ROW EXECUTE FUNCTION cms_guard_reference_insert()
--;
CREATE TRIGGER reference_guard_update BEFORE UPDATE ON cms_publishing_publicationreference
FOR EACH ROW EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER audit_guard_delete BEFORE DELETE ON cms_core_auditentry
FOR EACH ROW EXECUTE FUNCTION cms_guard_never()
--;
-- Deleting an account takes its link out of the trail, and nothing else with it.
CREATE TRIGGER audit_guard_update BEFORE UPDATE ON cms_core_auditentry
FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL OR OLD.actor_id IS NULL
                   OR to_jsonb(NEW) - 'actor_id' <> to_jsonb(OLD) - 'actor_id')
EXECUTE FUNCTION cms_guard_never()
--;
CREATE OR REPLACE FUNCTION cms_give_approval(row_data jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE entry cms_publishing_approval; new_id bigint;
BEGIN
    entry := jsonb_populate_record(NULL::cms_publishing_approval, row_data);
    entry.id := nextval(pg_get_serial_sequence('cms_publishing_approval', 'id'));
    INSERT INTO cms_publishing_approval SELECT entry.* RETURNING id INTO new_id;
    RETURN new_id;
END $$
--;
CREATE OR REPLACE FUNCTION cms_open_publication(row_data jsonb, document bytea, card bytea, reference_list jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE entry cms_publishing_publication; new_id bigint;
BEGIN
    entry := jsonb_populate_record(NULL::cms_publishing_publication, row_data);
    entry.id := nextval(pg_get_serial_sequence('cms_publishing_publication', 'id'));
    entry.document := document;
    entry.card := card;
    INSERT INTO cms_publishing_publication SELECT entry.* RETURNING id INTO new_id;
    INSERT INTO cms_publishing_publicationreference (publication_id, kind, target)
    SELECT new_id, item ->> 0, item ->> 1 FROM jsonb_array_elements(reference_list) AS item;
    RETURN new_id;
END $$
--;
CREATE OR REPLACE FUNCTION cms_end_publication(row_id bigint, new_offline timestamptz, replaced boolean, why text,
                                    words text, successor text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE cms_publishing_publication
    SET offline = new_offline, superseded = replaced, end_action = why, end_reason = words,
        end_successor = successor, ended_at = at
    WHERE id = row_id
$$
--;
CREATE OR REPLACE FUNCTION cms_redact_publication(row_id bigint, blank bytea, ground text, by_user bigint,
                                       second_user bigint, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE cms_publishing_publication
    SET document = blank, card = blank, content = '{}', crumb = '', title = '', redacted_at = at, redaction_ground = ground,
        redacted_by = by_user, redaction_confirmed_by = second_user
    WHERE id = row_id;
    DELETE FROM cms_publishing_publicationreference WHERE publication_id = row_id
$$
--;
CREATE OR REPLACE FUNCTION cms_guard_reference_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NOT EXISTS (SELECT 1 FROM cms_publishing_publication p
                                   WHERE p.id = OLD.publication_id AND p.redacted_at IS NOT NULL),
                       'references go only with a redaction');
    RETURN OLD;
END $$
--;
CREATE TRIGGER reference_guard_delete BEFORE DELETE ON cms_publishing_publicationreference
FOR EACH ROW EXECUTE FUNCTION cms_guard_reference_delete()
--;
-- A request is stored as it is asked, decided once, and then left alone.
CREATE OR REPLACE FUNCTION cms_guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding constant text[] := ARRAY['status', 'decided_by_id', 'decided_at', 'remark'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM cms_refuse(NEW.status <> 'asked' OR NEW.decided_by_id IS NOT NULL OR NEW.decided_at IS NOT NULL
            OR coalesce(to_jsonb(NEW) ->> 'reason', to_jsonb(NEW) ->> 'ground') = '' OR NOT cms_is_now(NEW.asked_at),
            'a request begins open, with a reason, when it is asked');
    ELSE
        PERFORM cms_refuse(OLD.status <> 'asked' OR NEW.status NOT IN ('done', 'refused') OR NEW.decided_by_id IS NULL
            OR NOT cms_is_now(NEW.decided_at) OR to_jsonb(NEW) - deciding <> to_jsonb(OLD) - deciding,
            'a request is decided once, as it was asked');
    END IF;
    RETURN NEW;
END $$
--;
CREATE OR REPLACE FUNCTION cms_guard_withdrawal_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NOT EXISTS (
        SELECT 1 FROM cms_publishing_approval a
        WHERE a.withdrawal_id = NEW.id AND a.purpose = 'withdraw' AND a.approver = NEW.decided_by_id),
        'a page is taken off on the word of whoever agreed');
    RETURN NEW;
END $$
--;
CREATE OR REPLACE FUNCTION cms_guard_redaction_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NOT EXISTS (
        SELECT 1 FROM cms_publishing_publication p
        WHERE p.id = NEW.publication_id AND p.redacted_by = NEW.asked_by_id
          AND p.redaction_confirmed_by = NEW.decided_by_id AND p.redaction_ground = NEW.ground),
        'the row is blank in the names of these two people');
    RETURN NEW;
END $$
--;
CREATE OR REPLACE FUNCTION cms_guard_countersignature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signing constant text[] := ARRAY['signed_by_id', 'signed_at', 'remark'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM cms_refuse(NEW.signed_by_id IS NOT NULL OR NEW.signed_at IS NOT NULL OR NOT cms_is_now(NEW.created_at),
                           'a countersignature begins open');
    ELSE
        PERFORM cms_refuse(OLD.signed_by_id IS NOT NULL OR NEW.signed_by_id IS NULL OR NOT cms_is_now(NEW.signed_at)
            OR to_jsonb(NEW) - signing <> to_jsonb(OLD) - signing
            OR EXISTS (SELECT 1 FROM cms_publishing_publication p
                       WHERE p.id = NEW.publication_id AND p.decided_by = NEW.signed_by_id),
            'somebody else signs, once');
    END IF;
    RETURN NEW;
END $$
--;
CREATE TRIGGER withdrawal_guard BEFORE INSERT OR UPDATE ON cms_publishing_withdrawal
FOR EACH ROW EXECUTE FUNCTION cms_guard_request()
--;
CREATE TRIGGER withdrawal_guard_done BEFORE UPDATE ON cms_publishing_withdrawal
FOR EACH ROW WHEN (NEW.status = 'done') EXECUTE FUNCTION cms_guard_withdrawal_done()
--;
CREATE TRIGGER redaction_guard BEFORE INSERT OR UPDATE ON cms_publishing_redaction
FOR EACH ROW EXECUTE FUNCTION cms_guard_request()
--;
CREATE TRIGGER redaction_guard_done BEFORE UPDATE ON cms_publishing_redaction
FOR EACH ROW WHEN (NEW.status = 'done') EXECUTE FUNCTION cms_guard_redaction_done()
--;
CREATE TRIGGER countersignature_guard BEFORE INSERT OR UPDATE ON cms_publishing_countersignature
FOR EACH ROW EXECUTE FUNCTION cms_guard_countersignature()
--;
CREATE TRIGGER withdrawal_guard_delete BEFORE DELETE ON cms_publishing_withdrawal
FOR EACH ROW EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER withdrawal_guard_truncate BEFORE TRUNCATE ON cms_publishing_withdrawal
FOR EACH STATEMENT EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER redaction_guard_delete BEFORE DELETE ON cms_publishing_redaction
FOR EACH ROW EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER redaction_guard_truncate BEFORE TRUNCATE ON cms_publishing_redaction
FOR EACH STATEMENT EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER countersignature_guard_delete BEFORE DELETE ON cms_publishing_countersignature
FOR EACH ROW EXECUTE FUNCTION cms_guard_never()
--;
CREATE TRIGGER countersignature_guard_truncate BEFORE TRUNCATE ON cms_publishing_countersignature
FOR EACH STATEMENT EXECUTE FUNCTION cms_guard_never()
