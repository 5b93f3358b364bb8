import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '../../web/lib/tokens.css'
import '../../web/lib/base.css'
import { MantineProvider } from '@mantine/core'
import { createRoot } from 'react-dom/client'
import { SessionContext } from '../../web/lib/session.ts'
import { resolveVariables, theme } from '../../web/lib/theme.ts'
import { setLanguage } from '../../web/lib/words.ts'
import { Toasts } from '../../web/ui/toasts.tsx'
import { me } from './examples.ts'
import { Gallery } from './gallery.tsx'

const asked = new URLSearchParams(location.search)
const language = asked.get('language') === 'en' ? 'en' : 'ru'
const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')

await setLanguage(language)
createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={resolveVariables}
    forceColorScheme={asked.get('theme') === 'dark' ? 'dark' : 'light'}
  >
    <SessionContext value={{ ...me, user: { ...me.user, language } }}>
      <Toasts />
      <Gallery part={asked.get('part') ?? 'all'} />
    </SessionContext>
  </MantineProvider>,
)
