import { Button, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { reconnectChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { useKeepChannel } from './channels-data.ts'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'

const needsToken = reconnectChannel.body.required()

/** Switches a channel on again; a revoked key has to be replaced by a new one of the same bot. */
export function Reconnect({ channel, onDone }: { channel: ChannelView; onDone?: () => void }): ReactElement {
  const say = useWords(settingsWords)
  const keep = useKeepChannel()
  const mustReplace = channel.state === 'token_revoked'
  const form = useForm({
    initial: { token: '' },
    schema: mustReplace ? needsToken : reconnectChannel.body.omit({ token: true }),
    fieldOf: {
      'channel.token_invalid': 'token',
      'channel.rights_missing': 'token',
      'channel.token_taken': 'token',
      'channel.unreachable': 'token',
    },
    save: async ({ token }) => {
      const given = token.trim() === '' ? {} : { token }
      keep(await call(reconnectChannel, { channelId: channel.id, ...given }))
      form.set('token', '')
      onDone?.()
      toast(say('ch.on.done', { name: channel.name }))
    },
  })
  return (
    <form {...form.props} className={styles.form}>
      {channel.kind !== 'website' && (
        <TextInput
          label={say('ch.on.token')}
          description={mustReplace ? undefined : say('ch.on.token.d')}
          autoComplete="off"
          spellCheck={false}
          value={form.values.token}
          error={form.problems.token}
          onChange={(event) => form.set('token', event.currentTarget.value)}
        />
      )}
      <FormFailure text={form.failure} />
      <div>
        <Button type="submit" variant="light" loading={form.isSaving}>
          {say('ch.on')}
        </Button>
      </div>
    </form>
  )
}
