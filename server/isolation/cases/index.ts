import { accountSettings } from './account-settings.ts'
import type { Case } from './case.ts'
import { bulkActions } from './bulk-actions.ts'
import { channels } from './channels.ts'
import { companies } from './companies.ts'
import { contacts } from './contacts.ts'
import { conversationRules } from './conversation-rules.ts'
import { conversations } from './conversations.ts'
import { customers } from './customers.ts'
import { deadLetters } from './dead-letters.ts'
import { deals } from './deals.ts'
import { erasure } from './erasure.ts'
import { eventList } from './event-list.ts'
import { feed } from './feed.ts'
import { fields } from './fields.ts'
import { imports } from './imports.ts'
import { incomingLeads } from './incoming-leads.ts'
import { internal } from './internal.ts'
import { messages } from './messages.ts'
import { notes } from './notes.ts'
import { notifications } from './notifications.ts'
import { people } from './people.ts'
import { pipelines } from './pipelines.ts'
import { quickAnswers } from './quick-answers.ts'
import { reminders } from './reminders.ts'
import { reports } from './reports.ts'
import { rights } from './rights.ts'
import { savedViews } from './saved-views.ts'
import { scheduled } from './scheduled.ts'
import { search } from './search.ts'
import { tags } from './tags.ts'
import { tasks } from './tasks.ts'
import { website } from './website.ts'

/** Every endpoint of the contract; one that is missing here fails the suite. A feature's cases are in its file. */
export const cases: Record<string, Case> = {
  ...bulkActions,
  ...accountSettings,
  ...channels,
  ...companies,
  ...contacts,
  ...conversationRules,
  ...conversations,
  ...customers,
  ...deadLetters,
  ...deals,
  ...erasure,
  ...eventList,
  ...feed,
  ...fields,
  ...imports,
  ...incomingLeads,
  ...internal,
  ...messages,
  ...notes,
  ...notifications,
  ...people,
  ...pipelines,
  ...quickAnswers,
  ...reports,
  ...rights,
  ...savedViews,
  ...scheduled,
  ...search,
  ...tags,
  ...tasks,
  ...reminders,
  ...website,
}

export type { Call, Case, Outcome } from './case.ts'
