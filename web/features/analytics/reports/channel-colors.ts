import type { ChannelKind } from '#contract/channels'

/** The colour of each channel: its messenger's; several of one messenger get paler, so that they can be told apart. */
export function channelColors(channels: readonly { id: number; kind: ChannelKind }[]): Map<number, string> {
  const counts = new Map<ChannelKind, number>()
  return new Map(
    channels.map(({ id, kind }) => {
      const place = counts.get(kind) ?? 0
      counts.set(kind, place + 1)
      const share = [100, 62, 40, 26][place % 4] ?? 100
      return [id, `color-mix(in srgb, var(--channel-${kind}) ${share}%, var(--surface))`]
    }),
  )
}
