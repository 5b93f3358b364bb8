import * as accountSettings from './account-settings.ts'
import * as bulkActions from './bulk-actions.ts'
import * as cardLinks from './card-links.ts'
import * as channelHealth from './channel-health.ts'
import * as channels from './channels.ts'
import * as companies from './companies.ts'
import * as contacts from './contacts.ts'
import * as conversationRules from './conversation-rules.ts'
import * as conversations from './conversations.ts'
import * as customers from './customers.ts'
import * as deadLetters from './dead-letters.ts'
import * as deals from './deals.ts'
import type { Endpoint } from './endpoint.ts'
import * as erasure from './erasure.ts'
import * as eventList from './event-list.ts'
import * as feed from './feed.ts'
import * as fields from './fields.ts'
import * as exports from './exports.ts'
import * as files from './files.ts'
import * as forwards from './forwards.ts'
import * as internal from './internal.ts'
import * as handOver from './hand-over.ts'
import * as gallery from './gallery.ts'
import * as imports from './imports.ts'
import * as incomingLeads from './incoming-leads.ts'
import * as live from './live.ts'
import * as messages from './messages.ts'
import * as notes from './notes.ts'
import * as notifications from './notifications.ts'
import * as participants from './participants.ts'
import * as people from './people.ts'
import * as pipelines from './pipelines.ts'
import * as presence from './presence.ts'
import * as quickAnswers from './quick-answers.ts'
import * as reminders from './reminders.ts'
import * as reports from './reports.ts'
import * as roles from './roles.ts'
import * as savedViews from './saved-views.ts'
import * as scheduled from './scheduled.ts'
import * as search from './search.ts'
import * as tags from './tags.ts'
import * as tasks from './tasks.ts'
import * as website from './website.ts'
import * as writing from './writing.ts'
import * as workingHours from './working-hours.ts'

const modules = [
  people,
  roles,
  handOver,
  workingHours,
  accountSettings,
  conversationRules,
  channels,
  channelHealth,
  deadLetters,
  conversations,
  bulkActions,
  presence,
  messages,
  forwards,
  scheduled,
  quickAnswers,
  files,
  contacts,
  companies,
  cardLinks,
  pipelines,
  deals,
  incomingLeads,
  eventList,
  customers,
  feed,
  savedViews,
  fields,
  tags,
  participants,
  internal,
  tasks,
  reminders,
  notes,
  gallery,
  erasure,
  notifications,
  imports,
  exports,
  search,
  reports,
  live,
  website,
  writing,
]

function isEndpoint(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    'permission' in value &&
    'method' in value
  )
}

/** Every endpoint of the product: what the server must serve, the OpenAPI page lists and the table-driven tests walk. */
export const endpoints: readonly Endpoint[] = modules.flatMap((module) =>
  Object.values(module).filter(isEndpoint),
)
