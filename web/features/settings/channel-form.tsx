import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { z } from 'zod'
import type { ChannelView } from '#contract/channels'
import { changeChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { SavedMeanwhile } from '../../ui/saved-meanwhile.tsx'
import { toast } from '../../ui/toasts.tsx'
import { ChannelFields } from './channel-fields.tsx'
import type { ChannelValues } from './channel-fields.tsx'
import { channelsQuery, useKeepChannel } from './channels-data.ts'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'

/** The form's own shape: the settings stand beside the columns. */
const schema = changeChannel.body
  .omit({ settings: true, seen: true })
  .extend(changeChannel.body.shape.settings.unwrap().shape)
const part = schema.partial()

type ChannelFormProps = {
  channel: ChannelView
  onClose: () => void
  /** Shows the channel as it is there now, in place of what is being edited. */
  onRenew: () => void
  /** What else stands at the end of the form. */
  children: ReactNode
}

/** What can be changed of a channel. Only what one has changed is saved: the rest stays as colleagues have made it meanwhile. */
export function ChannelForm({ channel, onClose, onRenew, children }: ChannelFormProps): ReactElement {
  const say = useWords(settingsWords)
  const client = useQueryClient()
  const keep = useKeepChannel()
  // The button of the example shop works on our own page only.
  const hasOrigins = channel.kind === 'website' && channel.origins.length > 0
  const [before] = useState(() => valuesOf(channel))
  const send = async (values: ChannelValues, isOver: boolean): Promise<void> => {
    const { wish, seen } = changeOf(values, before)
    const change = { channelId: channel.id, ...toBody(wish), ...(!isOver && { seen: toBody(seen) }) }
    keep(await call(changeChannel, change))
    toast(say('c.saved'))
    onClose()
  }
  const form = useForm<ChannelValues>({
    initial: before,
    schema: hasOrigins ? schema : schema.omit({ origins: true }),
    fieldOf: {
      'channel.origin_invalid': 'origins',
      'user.not_found': 'responsibleUserId',
      'group.not_found': 'groupId',
      'pipeline.not_found': 'pipelineId',
    },
    save: (values) => send(values, false),
  })
  return (
    <form {...form.props} className={styles.form}>
      <ChannelFields form={form} hasOrigins={hasOrigins} capabilities={channel.capabilities} />
      {form.isDisputed && (
        <SavedMeanwhile
          onMine={() => send(form.values, true)}
          onTheirs={async () => {
            await client.refetchQueries({ queryKey: channelsQuery.queryKey })
            onRenew()
          }}
        />
      )}
      <FormFailure text={form.isDisputed ? null : form.failure} />
      <div className={styles.actions}>
        <Button type="submit" loading={form.isSaving}>
          {say('c.save')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {say('c.cancel')}
        </Button>
        {children}
      </div>
    </form>
  )
}

function valuesOf(channel: ChannelView): ChannelValues {
  const { name, responsibleUserId, groupId, pipelineId, origins, settings } = channel
  return { name, responsibleUserId, groupId, pipelineId, origins, ...settings }
}

type Part = z.output<typeof part>

/** What is another now, and how it stood. */
function changeOf(values: ChannelValues, before: ChannelValues): { wish: Part; seen: Part } {
  const stood = new Map<string, unknown>(Object.entries(before))
  const isChanged = ([name, value]: [string, unknown]): boolean =>
    JSON.stringify(value) !== JSON.stringify(stood.get(name))
  const changed = Object.entries(values).filter(isChanged)
  return {
    wish: part.parse(Object.fromEntries(changed)),
    seen: part.parse(Object.fromEntries(changed.map(([name]) => [name, stood.get(name)]))),
  }
}

function toBody({ name, responsibleUserId, groupId, pipelineId, origins, ...settings }: Part): {
  name?: string | undefined
  responsibleUserId?: number | null | undefined
  groupId?: number | null | undefined
  pipelineId?: number | null | undefined
  origins?: string[] | undefined
  settings: typeof settings
} {
  return { name, responsibleUserId, groupId, pipelineId, origins, settings }
}
