import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { getPasswordReset, resetPassword } from '#contract/people'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { errorText } from '../../lib/error-text.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import styles from './form.module.css'
import { peopleWords } from './labels.ts'
import { PasswordField } from './password-field.tsx'
import { PublicPage } from './public-page.tsx'

/** Where the letter's link leads: a new password, once. */
export function ResetPage({ token }: { token: string }): ReactElement {
  const say = useWords(peopleWords)
  const [isDone, setDone] = useState(false)
  const link = useQuery({
    queryKey: ['password-reset', token],
    queryFn: ({ signal }) => call(getPasswordReset, { token }, { signal }),
    retry: false,
    // Used by this very page it would tell so.
    enabled: !isDone,
    staleTime: Infinity,
  })
  const done = (
    <>
      <h1 className={styles.title}>{say('rp.done')}</h1>
      <p className={styles.sub}>{say('rp.done.d')}</p>
      <p className={styles.hint}>
        <AppLink href="/sign-in">{say('inv.signIn')}</AppLink>
      </p>
    </>
  )
  return (
    <PublicPage title={`${say('rp.title')} · ${say('app.name')}`}>
      {isDone ? done : null}
      {!isDone && link.isPending && <Skeleton height={28} />}
      {!isDone && link.isError && <Refused error={link.error} />}
      {!isDone && link.data && <NewPassword token={token} onDone={() => setDone(true)} />}
    </PublicPage>
  )
}

function Refused({ error }: { error: Error }): ReactElement {
  const say = useWords(peopleWords)
  const isGone = isApiError(error, 'password_reset.not_found')
  return (
    <>
      <h1 className={styles.title}>{isGone ? say('inv.gone.t') : errorText(error)}</h1>
      {isGone && <p className={styles.sub}>{say('rp.gone.d')}</p>}
      <p className={styles.hint}>
        <AppLink href="/forgot">{say('fp.title')}</AppLink>
      </p>
    </>
  )
}

function NewPassword({ token, onDone }: { token: string; onDone: () => void }): ReactElement {
  const say = useWords(peopleWords)
  const form = useForm({
    initial: { password: '' },
    schema: resetPassword.body,
    save: async (values) => {
      await call(resetPassword, { token, ...values })
      onDone()
    },
  })
  return (
    <>
      <h1 className={styles.title}>{say('rp.title')}</h1>
      <p className={styles.sub}>{say('rp.sub')}</p>
      <form {...form.props} className={styles.form}>
        <PasswordField
          label={say('su.pass')}
          description={say('su.pass.h')}
          name="password"
          autoComplete="new-password"
          value={form.values.password}
          error={form.problems.password}
          onChange={(event) => form.set('password', event.currentTarget.value)}
        />
        <FormFailure text={form.failure} />
        <Button type="submit" size="md" loading={form.isSaving}>
          {say('rp.do')}
        </Button>
      </form>
    </>
  )
}
