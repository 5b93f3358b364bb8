import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { changeAccount } from '#contract/people'
import { call } from '../../lib/api.ts'
import { meQuery } from '../../lib/me.ts'
import { countryChoices, currencyChoices } from '../../lib/places.ts'
import { useSession } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useLanguage, useWords } from '../../lib/words.ts'
import { ChoiceSelect } from '../../ui/choice-select.tsx'
import { toast } from '../../ui/toasts.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import styles from './profile-page.module.css'

/** How the company is called, its currency and the country of its phone numbers: what the first start has asked for. */
export function AccountPage(): ReactElement {
  const say = useWords(settingsWords)
  return (
    <div className={page.page}>
      <title>{say('ac.title')}</title>
      <h1 className={page.title}>{say('ac.title')}</h1>
      <p className={page.sub}>{say('ac.sub')}</p>
      <DetailsForm />
    </div>
  )
}

/** What one has put in; the rest is as it stands, also when a colleague changes it meanwhile. */
type Details = { name?: string | undefined; currency?: string | undefined; country?: string | undefined }

function DetailsForm(): ReactElement {
  const say = useWords(settingsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const { account } = useSession()
  const form = useForm<Details>({
    initial: {},
    schema: changeAccount.body,
    save: async (details) => {
      client.setQueryData(meQuery.queryKey, await call(changeAccount, details))
      for (const name of ['name', 'currency', 'country'] as const) form.set(name, undefined)
      toast(say('me.saved'))
    },
  })
  const { problems } = form
  const name = form.values.name ?? account.name
  const currency = form.values.currency ?? account.currency
  const country = form.values.country ?? account.country
  const isChanged = name !== account.name || currency !== account.currency || country !== account.country
  return (
    <form {...form.props} className={styles.fields}>
      <TextInput
        label={say('ac.name')}
        autoComplete="organization"
        value={name}
        error={problems.name ?? form.failure}
        onChange={(event) => form.set('name', event.currentTarget.value)}
      />
      <ChoiceSelect
        label={say('ac.cur')}
        description={say('ac.cur.h')}
        choices={currencyChoices(language)}
        nothingFoundMessage={say('ac.none')}
        value={currency}
        error={problems.currency}
        onChoose={(chosen) => form.set('currency', chosen)}
      />
      <ChoiceSelect
        label={say('ac.country')}
        description={say('ac.country.h')}
        choices={countryChoices(language)}
        nothingFoundMessage={say('ac.none')}
        value={country}
        error={problems.country}
        onChoose={(chosen) => form.set('country', chosen)}
      />
      <div>
        <Button type="submit" disabled={!isChanged} loading={form.isSaving}>
          {say('c.save')}
        </Button>
      </div>
    </form>
  )
}
