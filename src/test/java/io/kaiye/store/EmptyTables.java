package io.kaiye.store;

/** Statements by which a database is as it was right after its schema was made. */
final class EmptyTables {
    /** Keeps the rows that the schema's steps put in. */
    static final String SEED =
            """
            DO $$ DECLARE one record; filled boolean; BEGIN
                CREATE SCHEMA seed;
                FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
                    AND tablename <> 'kaiye_schema_history'
                LOOP
                    EXECUTE 'SELECT EXISTS (SELECT 1 FROM public.' || one.tablename || ')'
                        INTO filled;
                    IF filled THEN
                        EXECUTE 'CREATE TABLE seed.' || one.tablename
                            || ' AS TABLE public.' || one.tablename;
                    END IF;
                END LOOP;
            END $$\
            """;

    /** No row in any table but those, and numbers begin at 1. */
    static final String EMPTY =
            """
            DO $$ DECLARE one record; BEGIN
                FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
                    AND tablename <> 'kaiye_schema_history'
                LOOP EXECUTE 'DELETE FROM ' || one.tablename; END LOOP;
                FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
                LOOP PERFORM setval(one.sequencename::regclass, 1, false); END LOOP;
                FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'seed'
                LOOP EXECUTE 'INSERT INTO public.' || one.tablename
                    || ' SELECT * FROM seed.' || one.tablename; END LOOP;
            END $$\
            """;

    private EmptyTables() {}
}
