import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { requestPasswordReset } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import styles from './form.module.css'
import { peopleWords } from './labels.ts'
import { PublicPage } from './public-page.tsx'

/** Asks for a letter with a link. Whether anybody has the address is not told. */
export function ForgotPage(): ReactElement {
  const say = useWords(peopleWords)
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm({
    initial: { email: '' },
    schema: requestPasswordReset.body,
    save: async (values) => {
      await call(requestPasswordReset, values)
      setSentTo(values.email)
    },
  })
  return (
    <PublicPage title={`${say('fp.title')} · ${say('app.name')}`}>
      <h1 className={styles.title}>{say('fp.title')}</h1>
      {sentTo === null ? (
        <>
          <p className={styles.sub}>{say('fp.sub')}</p>
          <form {...form.props} className={styles.form}>
            <TextInput
              label={say('in.mail')}
              size="md"
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              value={form.values.email}
              error={form.problems.email}
              onChange={(event) => form.set('email', event.currentTarget.value)}
            />
            <FormFailure text={form.failure} />
            <Button type="submit" size="md" loading={form.isSaving}>
              {say('fp.do')}
            </Button>
          </form>
        </>
      ) : (
        <p className={styles.sub} role="status">
          {say('fp.sent', { email: sentTo })}
        </p>
      )}
      <p className={styles.hint}>
        <AppLink href="/sign-in">{say('inv.signIn')}</AppLink>
      </p>
    </PublicPage>
  )
}
