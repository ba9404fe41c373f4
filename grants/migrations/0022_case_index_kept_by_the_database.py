from django.db import migrations

from grants.question_kinds import WITH_WORDS
from journal.triggers import append_only

# Whatever changes what a case is found by, and whoever writes it, the index row follows in the same transaction:
# that an application comes in, that a fact or an answer is completed, that an organisation takes another name.
KINDS = ", ".join(f"'{kind}'" for kind in sorted(WITH_WORDS))
KEPT = f"""
CREATE FUNCTION grants_case_words(wanted bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
    WITH said AS (  -- the newest answer to each question that may be searched; an empty one says nothing
        SELECT DISTINCT ON (answer.key) answer.key, answer.value
        FROM (
            SELECT NULL::timestamptz AS at, first.key, first.value
            FROM grants_application a, jsonb_each(a.answers) AS first WHERE a.id = wanted
            UNION ALL
            SELECT c.submitted_at, later.key, later.value
            FROM grants_completionrequest r
            JOIN grants_completion c ON c.request_id = r.id AND c.submitted_at IS NOT NULL,
                jsonb_each(c.answers) AS later
            WHERE r.application_id = wanted
        ) AS answer
        JOIN (
            SELECT question ->> 'key' AS key
            FROM grants_application a
            JOIN grants_formversion f ON f.id = a.form_id,
                jsonb_array_elements(f.definition -> 'groups') AS page,
                jsonb_array_elements(page -> 'questions') AS question
            WHERE a.id = wanted AND question ->> 'kind' IN ({KINDS})
                AND NOT coalesce((question ->> 'sensitive')::boolean, false)
        ) AS asked ON asked.key = answer.key
        WHERE answer.value NOT IN ('null', '""', '[]')
        ORDER BY answer.key, answer.at DESC NULLS LAST
    )
    SELECT to_tsvector('swedish', a.title || ' ' || o.name)
        || coalesce(
            (SELECT jsonb_to_tsvector('swedish', jsonb_object_agg(said.key, said.value), '["string"]') FROM said), ''
        )
    FROM grants_application a JOIN applicants_organisation o ON o.id = a.organisation_id WHERE a.id = wanted
$$;

CREATE FUNCTION grants_index_case(wanted bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO grants_caseindex (application_id, applicant_order, words)
    SELECT a.id, o.name_order, grants_case_words(a.id)
    FROM grants_application a JOIN applicants_organisation o ON o.id = a.organisation_id WHERE a.id = wanted
    ON CONFLICT (application_id) DO UPDATE SET applicant_order = excluded.applicant_order, words = excluded.words
$$;

CREATE FUNCTION grants_application_indexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grants_index_case(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER grants_application_index AFTER INSERT OR UPDATE OF title ON grants_application
    FOR EACH ROW EXECUTE FUNCTION grants_application_indexed();

CREATE FUNCTION grants_completion_indexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grants_index_case(r.application_id) FROM grants_completionrequest r WHERE r.id = NEW.request_id;
    RETURN NULL;
END $$;
CREATE TRIGGER grants_completion_index AFTER INSERT OR UPDATE ON grants_completion
    FOR EACH ROW WHEN (NEW.submitted_at IS NOT NULL) EXECUTE FUNCTION grants_completion_indexed();

CREATE FUNCTION grants_organisation_indexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grants_index_case(a.id) FROM grants_application a WHERE a.organisation_id = NEW.id ORDER BY a.id;
    RETURN NULL;
END $$;
CREATE TRIGGER grants_organisation_index AFTER UPDATE ON applicants_organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.name_order IS DISTINCT FROM NEW.name_order)
    EXECUTE FUNCTION grants_organisation_indexed();
"""
LEFT_ALONE = """
DROP TRIGGER grants_application_index ON grants_application;
DROP TRIGGER grants_completion_index ON grants_completion;
DROP TRIGGER grants_organisation_index ON applicants_organisation;
DROP FUNCTION grants_application_indexed();
DROP FUNCTION grants_completion_indexed();
DROP FUNCTION grants_organisation_indexed();
DROP FUNCTION grants_index_case(bigint);
DROP FUNCTION grants_case_words(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("grants", "0021_worklist")]

    operations = [
        migrations.RunSQL(sql=KEPT, reverse_sql=LEFT_ALONE),
        migrations.RunSQL(sql="SELECT grants_index_case(id) FROM grants_application", reverse_sql=""),
        append_only("grants_bulkact"),
    ]
