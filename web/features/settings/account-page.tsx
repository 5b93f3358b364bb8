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
  const { account } = useSession()
  return (
    <div className={page.page}>
      <title>{say('ac.title')}</title>
      <h1 className={page.title}>{say('ac.title')}</h1>
      <p className={page.sub}>{say('ac.sub')}</p>
      {/* What a colleague has changed meanwhile is shown anew. */}
      <DetailsForm key={`${account.name} ${account.currency} ${account.country}`} />
    </div>
  )
}

function DetailsForm(): ReactElement {
  const say = useWords(settingsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const { account } = useSession()
  const { name, currency, country } = account
  const form = useForm({
    initial: { name, currency, country },
    schema: changeAccount.body.required(),
    save: async (details) => {
      client.setQueryData(meQuery.queryKey, await call(changeAccount, details))
      toast(say('me.saved'))
    },
  })
  const { values, problems } = form
  const isChanged = values.name !== name || values.currency !== currency || values.country !== country
  return (
    <form {...form.props} className={styles.fields}>
      <TextInput
        label={say('ac.name')}
        autoComplete="organization"
        value={values.name}
        error={problems.name ?? form.failure}
        onChange={(event) => form.set('name', event.currentTarget.value)}
      />
      <ChoiceSelect
        label={say('ac.cur')}
        description={say('ac.cur.h')}
        choices={currencyChoices(language)}
        nothingFoundMessage={say('ac.none')}
        value={values.currency}
        error={problems.currency}
        onChoose={(chosen) => form.set('currency', chosen)}
      />
      <ChoiceSelect
        label={say('ac.country')}
        description={say('ac.country.h')}
        choices={countryChoices(language)}
        nothingFoundMessage={say('ac.none')}
        value={values.country}
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
