-- A client's wait may begin a day before its conversation: his messenger told of it only then. So a conversation of two hours can
-- already have a wait in a day that is summed up.
drop trigger conversations_mark_report on conversations;
create trigger conversations_mark_report after update of responsible_user_id, first_answer_at on conversations for each row
  when (old.opened_at < now() - interval '1 hour' and (old.responsible_user_id is distinct from new.responsible_user_id
    or old.first_answer_at is distinct from new.first_answer_at))
  execute function mark_report_conversation();
