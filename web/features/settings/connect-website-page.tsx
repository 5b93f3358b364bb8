import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { connectChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { BackLink } from './back-link.tsx'
import { OriginsField } from './channel-fields.tsx'
import { useKeepChannel } from './channels-data.ts'
import { CopyField } from './copy-field.tsx'
import { FirstMessage } from './first-message.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { Step, Steps } from './steps.tsx'

const schema = connectChannel.body.options[1].omit({ kind: true })

/** Makes a chat button for a website: name it, paste the code, write the first message. */
export function ConnectWebsitePage(): ReactElement {
  const say = useWords(settingsWords)
  const [connected, setConnected] = useState<ChannelView | null>(null)
  return (
    <div className={page.page}>
      <title>{say('web.title')}</title>
      <BackLink />
      <h1 className={page.title}>{say('web.title')}</h1>
      <Steps>
        <Step position={1} title={say('web.1')} state={connected ? 'done' : 'now'}>
          {!connected && <WebsiteForm onConnected={setConnected} />}
        </Step>
        <Step position={2} title={say('web.2')} state={connected ? 'now' : 'later'}>
          {connected?.snippet && (
            <>
              <p className={page.sub}>{say('ch.snippet.d')}</p>
              <CopyField text={connected.snippet} label={say('ch.snippet')} action={say('ch.snippet.copy')} />
            </>
          )}
        </Step>
        <Step position={3} title={say('web.3')} state={connected ? 'now' : 'later'}>
          {connected && <FirstMessage channel={connected} />}
        </Step>
      </Steps>
    </div>
  )
}

function WebsiteForm({ onConnected }: { onConnected: (channel: ChannelView) => void }): ReactElement {
  const say = useWords(settingsWords)
  const keep = useKeepChannel()
  const create = useCreate()
  const form = useForm<{ name: string; origins: string[] }>({
    initial: { name: '', origins: [] },
    schema,
    fieldOf: { 'channel.origin_invalid': 'origins' },
    save: async (values) => {
      const channel = await create(values, (requestId) =>
        call(connectChannel, { requestId, kind: 'website', ...values }),
      )
      keep(channel)
      onConnected(channel)
    },
  })
  return (
    <form {...form.props} className={page.form}>
      <TextInput
        label={say('web.name')}
        description={say('web.name.d')}
        size="md"
        value={form.values.name}
        error={form.problems.name}
        onChange={(event) => form.set('name', event.currentTarget.value)}
      />
      <OriginsField
        size="md"
        value={form.values.origins}
        error={form.problems.origins}
        onChange={(origins) => form.set('origins', origins)}
      />
      <FormFailure text={form.failure} />
      <div>
        <Button type="submit" size="md" loading={form.isSaving}>
          {say('web.create')}
        </Button>
      </div>
    </form>
  )
}
