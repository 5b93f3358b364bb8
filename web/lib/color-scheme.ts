import { localStorageColorSchemeManager } from '@mantine/core'

/** `public/theme.js` reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'beseda.theme' })
