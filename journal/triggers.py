"""Operations for migrations: the database itself refuses to change what must stay (INV-6, INV-34, INV-35)."""

from django.db.migrations import RunSQL

FUNCTIONS = RunSQL(
    sql="""
    CREATE FUNCTION delmos_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% on % is refused: rows there are kept as they were written', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$;

    CREATE FUNCTION delmos_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        free text[] := coalesce(TG_ARGV, '{}');  -- a trigger without arguments has NULL here, and x - NULL is NULL
    BEGIN
        IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
            RAISE EXCEPTION 'UPDATE on % is refused: only % may change', TG_TABLE_NAME,
                coalesce(nullif(array_to_string(free, ', '), ''), 'nothing')
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    """,
    reverse_sql="DROP FUNCTION delmos_refuse(); DROP FUNCTION delmos_keep();",
)


def append_only(table: str) -> RunSQL:
    """Rows of ``table`` can be added, never changed or removed."""
    return RunSQL(
        sql=f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION delmos_refuse();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION delmos_refuse();
        """,
        reverse_sql=f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};",
    )


def culled_by_rule(table: str, *, act: str, columns: str, only_if: str) -> RunSQL:
    """Rows of ``table`` can be added, never changed, and removed by one act alone, which takes place of append_only.

    The act says its name in its own transaction (``SET LOCAL delmos.culling = '<act>'``), and ``only_if`` must hold: a
    condition on $1, $2 … for the ``columns``, each with its type ("draft_id uuid, number integer").
    """
    names = [column.split()[0] for column in columns.split(", ")]
    types = ", ".join(column.split()[1] for column in columns.split(", "))
    old = ", ".join(f"OLD.{name}" for name in names)
    return RunSQL(
        sql=f"""
        CREATE FUNCTION {table}_may_go({types}) RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT coalesce(current_setting('delmos.culling', true), '') = '{act}' AND ({only_if})
        $$;
        CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION delmos_refuse();
        CREATE TRIGGER {table}_culled BEFORE DELETE ON {table}
            FOR EACH ROW WHEN ({table}_may_go({old}) IS NOT TRUE) EXECUTE FUNCTION delmos_refuse();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION delmos_refuse();
        """,
        reverse_sql=f"""
        DROP TRIGGER {table}_no_update ON {table};
        DROP TRIGGER {table}_culled ON {table};
        DROP TRIGGER {table}_no_truncate ON {table};
        DROP FUNCTION {table}_may_go({types});
        """,
    )


def only_may_change(table: str, *columns: str, when: str = "") -> RunSQL:
    """Rows of ``table`` are never removed, and only ``columns`` may change; ``when`` limits this to some rows."""
    allowed = ", ".join(f"'{column}'" for column in columns)
    condition = f"WHEN ({when})" if when else ""
    return RunSQL(
        sql=f"""
        CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table}
            FOR EACH ROW {condition} EXECUTE FUNCTION delmos_keep({allowed});
        CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            FOR EACH ROW {condition} EXECUTE FUNCTION delmos_refuse();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION delmos_refuse();
        """,
        reverse_sql=f"""
        DROP TRIGGER {table}_keep ON {table};
        DROP TRIGGER {table}_no_delete ON {table};
        DROP TRIGGER {table}_no_truncate ON {table};
        """,
    )


def taken_back(operation: RunSQL) -> RunSQL:
    """The triggers of an earlier migration removed, before other ones take their place.

    Raises ValueError for an operation that says nothing of how it is reversed.
    """
    if operation.reverse_sql is None:
        raise ValueError("the operation cannot be taken back")
    return RunSQL(sql=operation.reverse_sql, reverse_sql=operation.sql)
