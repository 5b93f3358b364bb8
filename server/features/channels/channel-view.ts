import { channelSettings as accountSettings, type ChannelView } from '#contract/channels'
import { capabilitiesOf } from './capabilities-of.ts'
import type { Channel } from './queries.ts'

/** A channel as colleagues see it. `host`: where a visitor's browser finds the widget. */
export function toChannelView(channel: Channel, host: string): ChannelView {
  const { origins } = channel.settings
  const isWebsite = channel.kind === 'website'
  return {
    id: channel.id,
    kind: channel.kind,
    name: channel.name,
    handle: isWebsite ? (origins[0] ?? null) : channel.handle,
    state: channel.disconnectedAt === null ? channel.state : 'disconnected',
    mode: channel.mode,
    lastInAt: channel.lastInAt?.toISOString() ?? null,
    lastError: channel.lastError,
    pause:
      channel.pausedAt === null || channel.pausedBy === null
        ? null
        : { at: channel.pausedAt.toISOString(), byUserId: channel.pausedBy },
    responsibleUserId: channel.responsibleUserId,
    pipelineId: channel.pipelineId,
    groupId: channel.groupId,
    settings: accountSettings.parse(channel.settings),
    origins,
    snippet: isWebsite ? snippetOf(channel.externalId, host) : null,
    capabilities: capabilitiesOf(channel.kind),
    createdAt: channel.createdAt.toISOString(),
  }
}

function snippetOf(button: string, host: string): string {
  return `<script async src="${host}/widget.js" data-button="${button}"></script>`
}
