import type { Language } from '#contract/common'

/** The types of events of that API that happen here: their numbers there, and what they are called. */
export const amoTypes = {
  lead_added: { type: 1, ru: 'Новая сделка', en: 'New lead' },
  lead_deleted: { type: 7, ru: 'Сделка удалена', en: 'Lead deleted' },
  lead_status_changed: { type: 14, ru: 'Изменение этапа продажи', en: 'Lead stage changed' },
  contact_added: { type: 2, ru: 'Новый контакт', en: 'New contact' },
  contact_deleted: { type: 8, ru: 'Контакт удалён', en: 'Contact deleted' },
  company_added: { type: 3, ru: 'Новая компания', en: 'New company' },
  customer_added: { type: 20, ru: 'Новый покупатель', en: 'New customer' },
  customer_deleted: { type: 53, ru: 'Удаление покупателя', en: 'Customer deleted' },
  customer_status_changed: { type: 57, ru: 'Изменение статуса покупателя', en: 'Customer status changed' },
  task_added: { type: 49, ru: 'Новая задача', en: 'New task' },
  task_deleted: { type: 51, ru: 'Задача удалена', en: 'Task deleted' },
  task_completed: { type: 29, ru: 'Задача завершена', en: 'Task completed' },
  task_type_changed: { type: 76, ru: 'Изменение типа задачи', en: 'Task type changed' },
  task_text_changed: { type: 77, ru: 'Изменение текста задачи', en: 'Task text changed' },
  task_deadline_changed: { type: 78, ru: 'Изменение срока задачи', en: 'Task deadline changed' },
  task_result_added: { type: 33, ru: 'Результат по задаче', en: 'Task result added' },
  incoming_chat_message: { type: 89, ru: 'Входящее сообщение', en: 'Incoming message' },
  outgoing_chat_message: { type: 90, ru: 'Исходящее сообщение', en: 'Outgoing message' },
  entity_direct_message: { type: 150, ru: 'Сообщение внутреннего чата', en: 'Internal chat message' },
  talk_created: { type: 119, ru: 'Беседа создана', en: 'Conversation created' },
  talk_closed: { type: 120, ru: 'Беседа закрыта', en: 'Conversation closed' },
  talk_missed_event: { type: 122, ru: 'Превышено время на ответ', en: 'Response time exceeded' },
  conversation_answered: { type: 135, ru: 'Беседа не требует ответа', en: 'Conversation needs no reply' },
  sale_field_changed: { type: 69, ru: 'Изменение поля «Бюджет»', en: 'Sale field changed' },
  name_field_changed: { type: 70, ru: 'Изменение поля «Название»', en: 'Name field changed' },
  custom_field_value_changed: { type: 24, ru: 'Изменение поля', en: 'Custom field changed' },
  entity_responsible_changed: { type: 25, ru: 'Ответственный изменён', en: 'Responsible user changed' },
  entity_tag_added: { type: 63, ru: 'Теги добавлены', en: 'Tags added' },
  entity_tag_deleted: { type: 64, ru: 'Теги убраны', en: 'Tags deleted' },
  entity_linked: { type: 72, ru: 'Прикрепление', en: 'Linked' },
  entity_unlinked: { type: 73, ru: 'Открепление', en: 'Unlinked' },
  common_note_added: { type: 27, ru: 'Новое примечание', en: 'New note' },
  common_note_deleted: { type: 79, ru: 'Примечание удалено', en: 'Note deleted' },
  attachment_note_added: { type: 28, ru: 'Добавлен новый файл', en: 'New file added' },
} as const satisfies Record<string, { type: number } & Record<Language, string>>

export type AmoType = keyof typeof amoTypes
export const isAmoType = (text: string): text is AmoType => Object.hasOwn(amoTypes, text)
