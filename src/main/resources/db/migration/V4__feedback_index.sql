-- Which text of a call the feedback is about, from 0; a call may hold many.
ALTER TABLE feedback ADD COLUMN text_index INTEGER NOT NULL DEFAULT 0;
