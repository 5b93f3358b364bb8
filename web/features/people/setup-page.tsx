import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { z } from 'zod'
import type { Language } from '#contract/common'
import { setUp } from '#contract/people'
import { call } from '../../lib/api.ts'
import { browserTimeZone, countryChoices, currencyChoices, guessPlace } from '../../lib/places.ts'
import { useForm, type Form } from '../../lib/use-form.ts'
import { currentLanguage, setLanguage, useLanguage, useWords } from '../../lib/words.ts'
import { ChoiceSelect } from '../../ui/choice-select.tsx'
import { TimeZoneSelect } from '../../ui/time-zone-select.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import styles from './form.module.css'
import { peopleWords } from './labels.ts'
import { PasswordField } from './password-field.tsx'
import { SetupAside } from './setup-aside.tsx'
import layout from './setup-page.module.css'
import { useEnter } from './use-enter.ts'

type Values = {
  code: string
  company: string
  name: string
  email: string
  password: string
  language: Language
  timeZone: string
  currency: string
  country: string
}

/** The server tells a missing code from a wrong one in no way; here an empty field is only forgotten. */
const setupSchema = setUp.body.extend({ code: z.string().trim().min(1) })

/** The first run: makes the account and its admin, who is signed in by it. */
export function SetupPage(): ReactElement {
  const say = useWords(peopleWords)
  const enter = useEnter()
  const [place] = useState(() => guessPlace(navigator.language, browserTimeZone(), currentLanguage()))
  const form = useForm<Values>({
    initial: { code: '', company: '', name: '', email: '', password: '', ...place },
    schema: setupSchema,
    fieldOf: { 'setup.wrong_code': 'code', 'user.email_taken': 'email' },
    save: async (values) => enter(await call(setUp, values), '/start'),
  })
  return (
    <div className={layout.page}>
      <title>{`${say('su.title')} · ${say('app.name')}`}</title>
      <SetupAside />
      <main className={layout.main}>
        <h1 className={styles.title}>{say('su.title')}</h1>
        <p className={styles.sub}>{say('su.sub')}</p>
        <form {...form.props} className={styles.form}>
          <OwnerFields form={form} />
          <PlaceFields form={form} />
          <FormFailure text={form.failure} />
          <div>
            <Button type="submit" size="md" loading={form.isSaving}>
              {say('su.create')}
            </Button>
          </div>
        </form>
      </main>
    </div>
  )
}

function OwnerFields({ form }: { form: Form<Values> }): ReactElement {
  const say = useWords(peopleWords)
  const text = (name: 'code' | 'company' | 'name' | 'email') => ({
    name,
    size: 'md' as const,
    value: form.values[name],
    error: form.problems[name],
    onChange: (event: { currentTarget: { value: string } }) => form.set(name, event.currentTarget.value),
  })
  return (
    <>
      <TextInput
        {...text('code')}
        label={say('su.code')}
        description={say('su.code.h')}
        placeholder="XXXX-XXXX-XXXX"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
      />
      <TextInput {...text('company')} label={say('su.company')} autoComplete="organization" />
      <div className={styles.two}>
        <TextInput {...text('name')} label={say('su.name')} autoComplete="name" />
        <TextInput {...text('email')} label={say('su.mail')} type="email" autoComplete="username" />
      </div>
      <PasswordField
        label={say('su.pass')}
        description={say('su.pass.h')}
        name="password"
        autoComplete="new-password"
        value={form.values.password}
        error={form.problems.password}
        onChange={(event) => form.set('password', event.currentTarget.value)}
      />
    </>
  )
}

function PlaceFields({ form }: { form: Form<Values> }): ReactElement {
  const say = useWords(peopleWords)
  const language = useLanguage()
  return (
    <>
      <div className={styles.two}>
        <ChoiceSelect
          size="md"
          label={say('language.title')}
          choices={[
            { value: 'ru', label: say('language.ru') },
            { value: 'en', label: say('language.en') },
          ]}
          searchable={false}
          value={form.values.language}
          error={form.problems.language}
          onChoose={(chosen) => {
            const next = chosen === 'en' ? 'en' : 'ru'
            form.set('language', next)
            void setLanguage(next)
          }}
        />
        <TimeZoneSelect
          size="md"
          label={say('su.tz')}
          nothingFound={say('su.none')}
          value={form.values.timeZone}
          error={form.problems.timeZone}
          onChoose={(timeZone) => form.set('timeZone', timeZone)}
        />
      </div>
      <div className={styles.two}>
        <ChoiceSelect
          size="md"
          label={say('su.cur')}
          choices={currencyChoices(language)}
          nothingFoundMessage={say('su.none')}
          value={form.values.currency}
          error={form.problems.currency}
          onChoose={(currency) => form.set('currency', currency)}
        />
        <ChoiceSelect
          size="md"
          label={say('su.country')}
          choices={countryChoices(language)}
          nothingFoundMessage={say('su.none')}
          value={form.values.country}
          error={form.problems.country}
          onChoose={(country) => form.set('country', country)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          description={say('su.country.h')}
        />
      </div>
    </>
  )
}
