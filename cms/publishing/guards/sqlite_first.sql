-- An approval answers for the text as it stands in the database at this moment.
CREATE TRIGGER approval_insert BEFORE INSERT ON cms_publishing_approval
BEGIN
    SELECT RAISE(ABORT, 'guard: the approval is not of the stored text')
    WHERE NOT EXISTS (
        SELECT 1 FROM wagtailcore_revision r
        WHERE r.id = NEW.revision_id AND cms_fingerprint(r.content) = NEW.fingerprint);
    SELECT RAISE(ABORT, 'guard: the approver has no active account')
    WHERE NOT EXISTS (SELECT 1 FROM auth_user u WHERE u.id = NEW.approver AND u.is_active);
    SELECT RAISE(ABORT, 'guard: the approver wrote this version')
    WHERE NEW.purpose = 'publish' AND EXISTS (
        SELECT 1 FROM wagtailcore_revision r WHERE r.id = NEW.revision_id AND r.user_id = NEW.approver);
    SELECT RAISE(ABORT, 'guard: an approval is dated when it is given')
    WHERE abs(julianday(NEW.at) - julianday(cms_now())) > 0.001;
END
--;
CREATE TRIGGER approval_update BEFORE UPDATE ON cms_publishing_approval
BEGIN
    SELECT RAISE(ABORT, 'guard: an approval is never changed');
END
--;
CREATE TRIGGER approval_delete BEFORE DELETE ON cms_publishing_approval
BEGIN
    SELECT RAISE(ABORT, 'guard: an approval is never deleted');
END
--;
CREATE TRIGGER publication_insert BEFORE INSERT ON cms_publishing_publication
BEGIN
    SELECT RAISE(ABORT, 'guard: offline comes after online')
    WHERE NEW.offline IS NOT NULL AND NEW.offline <= NEW.online;
    SELECT RAISE(ABORT, 'guard: nothing goes online in the past')
    WHERE julianday(NEW.online) < julianday(cms_now()) - 0.001
       OR abs(julianday(NEW.decided_at) - julianday(cms_now())) > 0.001;
    SELECT RAISE(ABORT, 'guard: the row does not hold the text it names')
    WHERE cms_fingerprint(NEW.content) <> NEW.fingerprint;
    -- No number for the far future: SQLite would compare a datetime column with '9999' as numbers.
    SELECT RAISE(ABORT, 'guard: rows of one page may not overlap')
    WHERE EXISTS (
        SELECT 1 FROM cms_publishing_publication p
        WHERE p.key = NEW.key AND p.locale = NEW.locale AND p.channel = NEW.channel
          AND p.online < coalesce(NEW.offline, '9999-12-31')
          AND coalesce(p.offline, '9999-12-31') > NEW.online
          AND p.online < coalesce(p.offline, '9999-12-31'));
    SELECT RAISE(ABORT, 'guard: nobody approved this text')
    WHERE NEW.action <> 'reissue' AND NOT EXISTS (
        SELECT 1 FROM cms_publishing_approval a
        JOIN wagtailcore_revision r ON r.id = a.revision_id
        WHERE a.id = NEW.approval_id AND a.revision_id = NEW.revision_id
          AND a.fingerprint = NEW.fingerprint AND a.page_key = NEW.key AND a.locale = NEW.locale
          AND a.purpose = (CASE NEW.action WHEN 'first_load' THEN 'first_load' ELSE 'publish' END)
          AND cms_fingerprint(r.content) = NEW.fingerprint);
    SELECT RAISE(ABORT, 'guard: a re-issue repeats the text of an earlier row')
    WHERE NEW.action = 'reissue' AND NOT EXISTS (
        SELECT 1 FROM cms_publishing_publication p
        WHERE p.key = NEW.key AND p.locale = NEW.locale AND p.channel = NEW.channel
          AND p.revision_id = NEW.revision_id AND p.fingerprint = NEW.fingerprint
          AND p.text_hash = NEW.text_hash AND p.redacted_at IS NULL
          AND p.end_action = 'reissue' AND p.offline = NEW.online);
END
--;
CREATE TRIGGER publication_update BEFORE UPDATE ON cms_publishing_publication
BEGIN
    SELECT RAISE(ABORT, 'guard: only the end of a row may change')
    WHERE NEW.redacted_at IS OLD.redacted_at AND (
           NEW.id IS NOT OLD.id OR NEW.key IS NOT OLD.key OR NEW.locale IS NOT OLD.locale
        OR NEW.channel IS NOT OLD.channel OR NEW.type IS NOT OLD.type OR NEW.path IS NOT OLD.path
        OR NEW.title IS NOT OLD.title OR NEW.document IS NOT OLD.document OR NEW.card IS NOT OLD.card
        OR NEW.crumb IS NOT OLD.crumb OR NEW.content IS NOT OLD.content OR NEW.etag IS NOT OLD.etag OR NEW.text_hash IS NOT OLD.text_hash
        OR NEW.parent IS NOT OLD.parent OR NEW.ancestors IS NOT OLD.ancestors
        OR NEW.in_tree IS NOT OLD.in_tree OR NEW.sort IS NOT OLD.sort OR NEW.section IS NOT OLD.section
        OR NEW.categories IS NOT OLD.categories OR NEW.online IS NOT OLD.online
        OR NEW.first_online IS NOT OLD.first_online OR NEW.updated_at IS NOT OLD.updated_at
        OR NEW.page_id IS NOT OLD.page_id OR NEW.revision_id IS NOT OLD.revision_id
        OR NEW.fingerprint IS NOT OLD.fingerprint OR NEW.approval_id IS NOT OLD.approval_id
        OR NEW.action IS NOT OLD.action OR NEW.decided_at IS NOT OLD.decided_at
        OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_by_name IS NOT OLD.decided_by_name
        OR NEW.request_id IS NOT OLD.request_id);
    SELECT RAISE(ABORT, 'guard: a row that has ended is never changed')
    WHERE NEW.redacted_at IS OLD.redacted_at AND OLD.offline IS NOT NULL
      AND julianday(OLD.offline) < julianday(cms_now()) - 0.001;
    SELECT RAISE(ABORT, 'guard: a row may only be shortened, and not into the past')
    WHERE NEW.offline IS NOT OLD.offline AND (
           NEW.offline IS NULL OR NEW.offline > coalesce(OLD.offline, '9999-12-31') OR NEW.offline < NEW.online
        OR julianday(NEW.offline) < julianday(cms_now()) - 0.001);
    SELECT RAISE(ABORT, 'guard: a redaction blanks the document of a past row and names two people')
    WHERE NEW.redacted_at IS NOT OLD.redacted_at AND (
           OLD.redacted_at IS NOT NULL OR NEW.redaction_ground = ''
        OR NEW.redacted_by IS NULL OR NEW.redaction_confirmed_by IS NULL
        OR NEW.redacted_by = NEW.redaction_confirmed_by
        OR coalesce(julianday(OLD.offline), 9e9) > julianday(cms_now()) + 0.001
        OR length(NEW.document) > 2 OR length(NEW.card) > 2 OR length(NEW.content) > 2
        OR NEW.crumb <> '' OR NEW.title <> ''
        OR NEW.id IS NOT OLD.id OR NEW.key IS NOT OLD.key OR NEW.locale IS NOT OLD.locale
        OR NEW.channel IS NOT OLD.channel OR NEW.type IS NOT OLD.type OR NEW.path IS NOT OLD.path
        OR NEW.etag IS NOT OLD.etag OR NEW.text_hash IS NOT OLD.text_hash
        OR NEW.parent IS NOT OLD.parent OR NEW.ancestors IS NOT OLD.ancestors
        OR NEW.in_tree IS NOT OLD.in_tree OR NEW.sort IS NOT OLD.sort OR NEW.section IS NOT OLD.section
        OR NEW.categories IS NOT OLD.categories OR NEW.online IS NOT OLD.online OR NEW.offline IS NOT OLD.offline
        OR NEW.superseded IS NOT OLD.superseded OR NEW.first_online IS NOT OLD.first_online
        OR NEW.updated_at IS NOT OLD.updated_at OR NEW.page_id IS NOT OLD.page_id
        OR NEW.revision_id IS NOT OLD.revision_id OR NEW.fingerprint IS NOT OLD.fingerprint
        OR NEW.approval_id IS NOT OLD.approval_id OR NEW.action IS NOT OLD.action
        OR NEW.decided_at IS NOT OLD.decided_at OR NEW.decided_by IS NOT OLD.decided_by
        OR NEW.decided_by_name IS NOT OLD.decided_by_name OR NEW.request_id IS NOT OLD.request_id
        OR NEW.end_action IS NOT OLD.end_action OR NEW.end_reason IS NOT OLD.end_reason
        OR NEW.end_successor IS NOT OLD.end_successor OR NEW.ended_at IS NOT OLD.ended_at);
END
--;
CREATE TRIGGER publication_delete BEFORE DELETE ON cms_publishing_publication
BEGIN
    SELECT RAISE(ABORT, 'guard: the timeline is never deleted');
END
--;
CREATE TRIGGER reference_insert BEFORE INSERT ON cms_publishing_publicationreference
BEGIN
    SELECT RAISE(ABORT, 'guard: references are written with their publication')
    WHERE NOT EXISTS (
        SELECT 1 FROM cms_publishing_publication p WHERE p.id = NEW.publication_id
          AND abs(julianday(p.decided_at) - julianday(cms_now())) < 0.001);
END
--;
CREATE TRIGGER reference_update BEFORE UPDATE ON cms_publishing_publicationreference
BEGIN
    SELECT RAISE(ABORT, 'guard: references are never changed');
END
--;
CREATE TRIGGER reference_delete BEFORE DELETE ON cms_publishing_publicationreference
BEGIN
    SELECT RAISE(ABORT, 'guard: references go only with a redaction')
    WHERE NOT EXISTS (
        SELECT 1 FROM cms_publishing_publication p WHERE p.id = OLD.publication_id AND p.redacted_at IS NOT NULL);
END
--;
CREATE TRIGGER audit_update BEFORE UPDATE ON cms_core_auditentry
WHEN NEW.actor_id IS OLD.actor_id OR NEW.actor_id IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'guard: the audit trail is never changed');
END
--;
CREATE TRIGGER audit_delete BEFORE DELETE ON cms_core_auditentry
BEGIN
    SELECT RAISE(ABORT, 'guard: the audit trail is never deleted');
END
