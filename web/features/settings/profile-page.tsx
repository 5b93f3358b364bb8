import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import type { EndpointInput } from '#contract/endpoint'
import { changeMe } from '#contract/people'
import { call } from '../../lib/api.ts'
import { meQuery } from '../../lib/me.ts'
import { useSession } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { TimeZoneSelect } from '../../ui/time-zone-select.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { OwnAbsence } from '../people/own-absence.tsx'
import { settingsWords } from './labels.ts'
import { OwnPassword } from './own-password.tsx'
import page from './page.module.css'
import styles from './profile-page.module.css'

type Changes = EndpointInput<typeof changeMe>

/** One's own name, language, time zone, looks and habits. A choice holds as soon as it is made. */
export function ProfilePage(): ReactElement {
  const say = useWords(settingsWords)
  const { user } = useSession()
  const change = useChangeMe()
  const { theme, sendKey } = user.preferences
  return (
    <div className={page.page}>
      <title>{say('me.title')}</title>
      <h1 className={page.title}>{say('me.title')}</h1>
      <div className={styles.fields}>
        <OwnAbsence />
        <NameForm onSave={change} />
        <TextInput label={say('me.mail')} value={user.email} readOnly variant="filled" />
        <OwnPassword />
        <Choice
          label={say('me.lang')}
          value={user.language}
          options={{ ru: say('language.ru'), en: say('language.en') }}
          onChoose={(language) => void change({ language })}
        />
        <TimeZoneSelect
          label={say('me.tz')}
          description={say('me.tz.d')}
          nothingFound={say('me.tz.none')}
          value={user.timeZone}
          onChoose={(timeZone) => void change({ timeZone })}
        />
        <Choice
          label={say('me.theme')}
          value={theme}
          options={{ system: say('theme.system'), light: say('theme.light'), dark: say('theme.dark') }}
          onChoose={(chosen) => void change({ preferences: { theme: chosen } })}
        />
        <Choice
          label={say('me.send')}
          hint={say(`me.send.${sendKey}.d`)}
          value={sendKey}
          options={{ enter: say('me.send.enter'), ctrl_enter: say('me.send.ctrl_enter') }}
          onChoose={(chosen) => void change({ preferences: { sendKey: chosen } })}
        />
      </div>
    </div>
  )
}

/** Shows a change at once, keeps what the server answers, and puts back what it refuses. */
function useChangeMe(): (changes: Changes) => Promise<void> {
  const say = useWords(settingsWords)
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (changes: Changes) => call(changeMe, changes),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me)
      toast(say('me.saved'))
    },
    onError: errorToast,
  })
  return async (changes) => {
    await change.mutateAsync(changes).catch(() => {})
  }
}

function NameForm({ onSave }: { onSave: (changes: Changes) => Promise<void> }): ReactElement {
  const say = useWords(settingsWords)
  const { user } = useSession()
  const form = useForm({
    initial: { name: user.name },
    schema: changeMe.body.pick({ name: true }),
    save: ({ name }) => onSave({ name }),
  })
  return (
    <form {...form.props} className={styles.name}>
      <TextInput
        label={say('me.name')}
        description={say('me.name.d')}
        autoComplete="name"
        value={form.values.name}
        error={form.problems.name ?? form.failure}
        onChange={(event) => form.set('name', event.currentTarget.value)}
      />
      {form.values.name.trim() !== user.name && (
        <Button type="submit" loading={form.isSaving}>
          {say('c.save')}
        </Button>
      )}
    </form>
  )
}

type ChoiceProps<Value extends string> = {
  label: string
  hint?: ReactNode
  value: Value
  options: Record<Value, string>
  onChoose: (value: Value) => void
}

/** A few things of which one holds. */
function Choice<Value extends string>(props: ChoiceProps<Value>): ReactElement {
  const values = Object.keys(props.options) as Value[]
  return (
    <div role="group" aria-label={props.label} className={styles.choice}>
      <span className={styles.label}>{props.label}</span>
      <SegmentedControl
        aria-label={props.label}
        data={values.map((value) => ({ value, label: props.options[value] }))}
        value={props.value}
        onChange={(value) => {
          const chosen = values.find((each) => each === value)
          if (chosen) props.onChoose(chosen)
        }}
      />
      {props.hint && <span className={page.meta}>{props.hint}</span>}
    </div>
  )
}
