CREATE EXTENSION IF NOT EXISTS btree_gist
--;
CREATE FUNCTION cms_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()'
--;
ALTER TABLE cms_publishing_publication ADD CONSTRAINT publication_no_overlap
EXCLUDE USING gist (key WITH =, locale WITH =, channel WITH =, tstzrange(online, offline) WITH &&)
--;
CREATE FUNCTION cms_refuse(broken boolean, reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF broken THEN
        RAISE EXCEPTION 'guard: %', reason USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$
--;
CREATE FUNCTION cms_fingerprint(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT encode(sha256(convert_to(content::text, 'UTF8')), 'hex') $$
--;
CREATE FUNCTION cms_guard_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE revision record;
BEGIN
    PERFORM cms_refuse(TG_OP <> 'INSERT', 'an approval is never changed');
    SELECT r.user_id, cms_fingerprint(r.content) AS fingerprint INTO revision
    FROM wagtailcore_revision r WHERE r.id = NEW.revision_id;
    PERFORM cms_refuse(revision.fingerprint IS DISTINCT FROM NEW.fingerprint, 'the approval is not of the stored text');
    PERFORM cms_refuse(NOT EXISTS (SELECT 1 FROM auth_user u WHERE u.id = NEW.approver AND u.is_active),
                       'the approver has no active account');
    PERFORM cms_refuse(NEW.purpose = 'publish' AND revision.user_id = NEW.approver, 'the approver wrote this version');
    PERFORM cms_refuse(NEW.at NOT BETWEEN cms_now() - interval '90 seconds' AND cms_now() + interval '90 seconds',
                       'an approval is dated when it is given');
    RETURN NEW;
END $$
--;
CREATE TRIGGER approval_guard BEFORE INSERT OR UPDATE OR DELETE ON cms_publishing_approval
FOR EACH ROW EXECUTE FUNCTION cms_guard_approval()
--;
CREATE FUNCTION cms_guard_publication_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NEW.offline IS NOT NULL AND NEW.offline <= NEW.online, 'offline comes after online');
    PERFORM cms_refuse(NEW.online < cms_now() - interval '90 seconds'
                       OR NEW.decided_at NOT BETWEEN cms_now() - interval '90 seconds' AND cms_now() + interval '90 seconds',
                       'nothing goes online in the past');
    PERFORM cms_refuse(cms_fingerprint(NEW.content) <> NEW.fingerprint, 'the row does not hold the text it names');
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
          AND p.text_hash = NEW.text_hash AND p.redacted_at IS NULL
          AND p.end_action = 'reissue' AND p.offline = NEW.online), 'a re-issue repeats the text of an earlier row');
    RETURN NEW;
END $$
--;
CREATE TRIGGER publication_guard_insert BEFORE INSERT ON cms_publishing_publication
FOR EACH ROW EXECUTE FUNCTION cms_guard_publication_insert()
--;
CREATE FUNCTION cms_guard_publication_update() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE FUNCTION cms_guard_never() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE FUNCTION cms_guard_reference_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NOT EXISTS (SELECT 1 FROM cms_publishing_publication p WHERE p.id = NEW.publication_id
        AND p.decided_at BETWEEN cms_now() - interval '90 seconds' AND cms_now() + interval '90 seconds'),
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
CREATE TRIGGER audit_guard_update BEFORE UPDATE ON cms_core_auditentry
FOR EACH ROW WHEN (NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id OR NEW.actor_id IS NOT NULL)
EXECUTE FUNCTION cms_guard_never()
--;
CREATE FUNCTION cms_give_approval(row_data jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE entry cms_publishing_approval; new_id bigint;
BEGIN
    entry := jsonb_populate_record(NULL::cms_publishing_approval, row_data);
    entry.id := nextval(pg_get_serial_sequence('cms_publishing_approval', 'id'));
    INSERT INTO cms_publishing_approval SELECT entry.* RETURNING id INTO new_id;
    RETURN new_id;
END $$
--;
CREATE FUNCTION cms_open_publication(row_data jsonb, document bytea, card bytea, reference_list jsonb) RETURNS bigint
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
CREATE FUNCTION cms_end_publication(row_id bigint, new_offline timestamptz, replaced boolean, why text,
                                    words text, successor text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE cms_publishing_publication
    SET offline = new_offline, superseded = replaced, end_action = why, end_reason = words,
        end_successor = successor, ended_at = at
    WHERE id = row_id
$$
--;
CREATE FUNCTION cms_redact_publication(row_id bigint, blank bytea, ground text, by_user bigint,
                                       second_user bigint, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE cms_publishing_publication
    SET document = blank, card = blank, content = '{}', crumb = '', title = '', redacted_at = at, redaction_ground = ground,
        redacted_by = by_user, redaction_confirmed_by = second_user
    WHERE id = row_id;
    DELETE FROM cms_publishing_publicationreference WHERE publication_id = row_id
$$
--;
CREATE FUNCTION cms_guard_reference_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cms_refuse(NOT EXISTS (SELECT 1 FROM cms_publishing_publication p
                                   WHERE p.id = OLD.publication_id AND p.redacted_at IS NOT NULL),
                       'references go only with a redaction');
    RETURN OLD;
END $$
--;
CREATE TRIGGER reference_guard_delete BEFORE DELETE ON cms_publishing_publicationreference
FOR EACH ROW EXECUTE FUNCTION cms_guard_reference_delete()
