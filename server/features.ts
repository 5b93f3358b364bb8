import type { FastifyInstance } from 'fastify'
import type { ChannelKind } from '#contract/channels'
import { createMessengers, type Messengers } from '#channels/messengers'
import * as accountSettings from '#features/account-settings'
import * as autoReplies from '#features/auto-replies'
import * as bulkActions from '#features/bulk-actions'
import * as cards from '#features/cards'
import * as channels from '#features/channels'
import * as companies from '#features/companies'
import * as contacts from '#features/contacts'
import * as conversationRules from '#features/conversation-rules'
import * as conversations from '#features/conversations'
import * as customers from '#features/customers'
import * as deadLetters from '#features/dead-letters'
import * as deals from '#features/deals'
import * as erasure from '#features/erasure'
import * as eventList from '#features/event-list'
import * as exports from '#features/exports'
import * as feed from '#features/feed'
import * as fields from '#features/fields'
import * as files from '#features/files'
import * as gallery from '#features/gallery'
import * as handOver from '#features/hand-over'
import * as imbox from '#features/imbox'
import * as imports from '#features/imports'
import * as intake from '#features/intake'
import * as internal from '#features/internal'
import * as live from '#features/live'
import * as messages from '#features/messages'
import * as notes from '#features/notes'
import * as notifications from '#features/notifications'
import * as outbox from '#features/outbox'
import * as participants from '#features/participants'
import * as people from '#features/people'
import * as presence from '#features/presence'
import * as quickAnswers from '#features/quick-answers'
import * as savedViews from '#features/saved-views'
import * as reminders from '#features/reminders'
import * as reports from '#features/reports'
import * as responseTime from '#features/response-time'
import * as scheduled from '#features/scheduled'
import * as search from '#features/search'
import * as signals from '#features/signals'
import * as silence from '#features/silence'
import * as tags from '#features/tags'
import * as tasks from '#features/tasks'
import * as website from '#features/website'
import * as writing from '#features/writing'
import * as workingHours from '#features/working-hours'
import { systemClock, type Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { Route } from '#lib/http/route'
import type { ResolveCaller } from '#lib/http/serve-routes'
import { freeJobs, type Jobs } from '#lib/jobs'
import { createLeases, freeLeases } from '#lib/leases'
import { mailJobs } from '#lib/mail/mail-jobs'
import { createMailer } from '#lib/mail/mailer'
import type { Freeing } from '#lib/nodes'
import type { Reactions } from '#lib/reactions'
import type { PersonalData } from '#lib/personal-data'
import type { Deps } from './deps.ts'
import { serveAmoApi } from './amo-api/index.ts'
import { createReach } from './reach-channels.ts'

export type Features = {
  resolveCaller: ResolveCaller
  routes: Route[]
  /** What of the site is not in the contract: signed addresses, the example shop. */
  serveMore(site: FastifyInstance): void
  /** What machines call that prove themselves: webhooks, the compatible API. */
  serveMachines(app: FastifyInstance): void
  reactions: Reactions[]
  jobs: Jobs[]
  /** Jobs that come by the clock, in the words of cron. */
  crontab: string[]
  /** What is of no use any more is cleared away once an hour. */
  sweeps: ((now: Date) => Promise<void>)[]
  /** Starts what a worker does all the time; call it when the HTTP server listens. @returns how to stop it. */
  startWorking(): (() => Promise<unknown>)[]
  close(): void
}

/** What a new account gets beside its people: its first pipelines and the button of the example shop. */
export function fillAccount(clock: Clock): people.OnAccountCreated {
  return async (tx, account) => {
    await deals.createDefaultPipeline(tx, account)
    await customers.createCustomerPipeline(tx, account)
    await website.createTryButton(tx, { clock }, account)
  }
}

export const onAccountCreated: people.OnAccountCreated = fillAccount(systemClock)

export function messengersOf(config: Config): Messengers {
  return createMessengers(config)
}

/** What features held for a process that died. */
export function freeingsOf(deps: Pick<Deps, 'clock' | 'messengers'>): Freeing[] {
  const isIdempotent = (kind: string): boolean => channels.capabilitiesOf(kind).isIdempotent
  return [
    freeJobs,
    freeLeases,
    presence.freePresences,
    outbox.freeOutbox({ clock: deps.clock, isIdempotent }),
  ]
}

/** What is kept of people, told by who keeps it. */
export function personalDataOf(deps: Pick<Deps, 'secretKey'>): PersonalData[] {
  return [
    ...messages.personalData,
    ...search.personalData,
    ...conversations.personalData,
    ...scheduled.personalData,
    ...internal.personalData,
    ...notes.personalData,
    ...tasks.personalData,
    ...notifications.personalData,
    erasure.eventValues,
    ...intake.personalData(deps),
    ...imports.personalData,
    ...website.personalData,
    ...fields.personalData,
    ...cards.personalData,
    ...contacts.personalData,
    ...files.personalData,
  ]
}

/** All features of the product, on one screen. */
export function createFeatures(given: Deps): Features {
  const { config, tail } = given
  const health = channels.createChannelHealth(given)
  const webhookBase = (kind: ChannelKind): string | null =>
    channels.chooseWebhookBase(config, given.port(), kind)
  const deps = { ...given, onAccountCreated, health, webhookBase }
  /** For what runs with every message. */
  const onStream = { ...deps, ...deps.stream }
  const mailer = createMailer(config.smtp)
  // Never the address a caller names: a letter's link must not lead elsewhere.
  const siteUrl = (): string => config.publicUrl ?? `http://localhost:${given.port() ?? config.port}`
  const telling = notifications.createTelling({ ...deps, siteUrl })
  const taking = intake.createIntake({ ...onStream, onCommit: tail.wake })
  const road: channels.IncomingRoad = {
    take: taking.take,
    setAside: (channel, raw, error) => intake.keepDeadLetter(deps, channel, raw, error, 'unreadable'),
  }
  const fromWebsite: channels.IncomingRoad['take'] = async (channel, items, raw) => {
    await road.take(channel, items, raw)
    health.received(channel, channels.writtenAt(items))
  }
  const reach = createReach(deps)
  const showTyping = signals.createTypingSigns({ ...deps, ...reach })
  const hub = live.createLiveHub(onStream)
  const resolveCaller = people.createResolveCaller(deps)
  return {
    resolveCaller,
    routes: [
      ...people.routes({ ...deps, mail: mailer && { siteUrl } }),
      ...handOver.routes(deps),
      ...workingHours.routes(deps),
      ...accountSettings.routes(deps),
      ...conversationRules.routes(deps),
      ...channels.routes(deps),
      ...deadLetters.routes(deps),
      ...imbox.routes(deps),
      ...bulkActions.routes(deps),
      ...presence.routes(deps),
      ...messages.routes({ ...deps, showTyping }),
      ...scheduled.routes(deps),
      ...quickAnswers.routes(deps),
      ...savedViews.routes(deps),
      ...files.routes(deps),
      ...contacts.routes(deps),
      ...companies.routes(deps),
      ...writing.routes(deps),
      ...deals.routes(deps),
      ...imports.routes(deps),
      ...eventList.routes(deps),
      ...exports.routes(deps),
      ...customers.routes(deps),
      ...fields.routes(deps),
      ...tags.routes(deps),
      ...feed.routes(deps),
      ...search.routes(deps),
      ...participants.routes(deps),
      ...internal.routes(deps),
      ...tasks.routes(deps),
      ...reminders.routes(deps),
      ...reports.routes(deps),
      ...notes.routes(deps),
      ...gallery.routes(deps),
      ...erasure.routes({ ...deps, personalData: personalDataOf(deps) }),
      ...notifications.routes(telling),
      ...live.routes({ hub, resolveCaller }),
      ...website.routes({ ...deps, messenger: deps.messengers.website, take: fromWebsite }),
    ],
    serveMore(site) {
      files.serveSignedFiles(site, deps)
      website.serveTry(site, deps)
    },
    serveMachines(app) {
      channels.serveWebhooks(app, { ...deps, ...road })
      serveAmoApi(app, deps)
    },
    reactions: [
      notifications.reactions,
      intake.reactions(deps.messengers),
      signals.reactions(deps.messengers),
      autoReplies.reactions(deps),
      internal.reactions,
    ],
    jobs: [
      bulkActions.jobs(deps),
      handOver.jobs(deps),
      messages.jobs({ ...deps, ...reach }),
      search.jobs(deps),
      signals.jobs({ ...deps, ...reach }),
      scheduled.jobs(deps),
      imports.jobs(deps),
      tasks.jobs(deps),
      notifications.jobs(telling),
      people.jobs({ ...deps, mail: mailer && { siteUrl } }),
      mailJobs({ mailer, secretKey: given.secretKey }),
      reminders.jobs(deps),
      reports.jobs(deps),
      autoReplies.jobs(deps),
      silence.jobs(deps),
      files.jobs(deps),
      intake.jobs({ ...onStream, ...reach, maxBytes: config.maxUploadBytes }),
    ],
    crontab: [silence.silenceCrontab, reports.reportDaysCrontab],
    sweeps: [
      (now) => files.sweepUploads(deps, now),
      (now) => writing.sweepStartLinks(deps.db, now),
      (now) => website.sweepVisitors(deps.db, now),
      (now) => messages.sweepEarly(deps.db, now),
      (now) => notifications.sweepNotifications(deps.db, now),
      (now) => people.sweepResets(deps.db, now),
      () => deals.foldTotals(deps.db),
      (now) => imports.sweepImports(deps.db, now),
      (now) => bulkActions.sweepBulkActions(deps.db, now),
      (now) => erasure.sweepKept(deps.db, now),
    ],
    startWorking() {
      const sending = outbox.startOutbox({ ...onStream, ...reach }, tail)
      const responding = responseTime.startResponseClock(deps)
      const leases = createLeases(deps)
      const receiving = channels.startReceiving({ ...deps, ...road, leases, pollWaitSeconds: 25 })
      const searching = search.startSearch(onStream)
      return [responding.close, sending.close, leases.close, receiving.close, searching.close]
    },
    close() {
      hub.close()
      health.close()
      telling.http.close()
      mailer?.close()
    },
  }
}
