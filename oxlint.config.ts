import { defineConfig } from 'oxlint'

/**
 * The arrows of the code: which folder may import which. A lower feature never calls a higher one: it emits an event, and the
 * higher one lists that event in its reactions. tests/arrows.test.ts proves that every folder is looked at.
 */
export const featureArrows: Record<string, readonly string[]> = {
  access: [],
  'account-settings': [],
  cards: ['access'],
  fields: ['access', 'cards'],
  tags: ['access', 'cards'],
  people: ['access'],
  channels: ['access'],
  files: ['access'],
  conversations: ['access'],
  'conversation-rules': ['access', 'cards'],
  contacts: ['access', 'cards', 'conversations', 'fields', 'files', 'tags'],
  companies: ['access', 'cards', 'contacts', 'conversations', 'fields', 'tags'],
  messages: ['access', 'cards', 'channels', 'contacts', 'conversation-rules', 'conversations', 'files'],
  'bulk-actions': [
    'access',
    'contacts',
    'conversations',
    'customers',
    'deals',
    'hand-over',
    'notifications',
    'tags',
  ],
  'response-time': ['account-settings', 'conversations', 'working-hours'],
  'auto-replies': ['channels', 'conversations', 'messages', 'working-hours'],
  silence: ['auto-replies', 'channels', 'conversations', 'messages'],
  scheduled: ['access', 'conversations', 'files', 'messages'],
  'quick-answers': ['access', 'files'],
  'saved-views': ['access'],
  reports: ['access', 'account-settings', 'conversations', 'working-hours'],
  imports: ['access', 'cards', 'companies', 'contacts', 'customers', 'deals', 'fields', 'files', 'tags'],
  'event-list': ['access', 'fields'],
  exports: ['access', 'companies', 'contacts', 'customers', 'deals', 'fields', 'tags'],
  deals: ['access', 'cards', 'contacts', 'conversations', 'fields', 'tags'],
  tasks: ['access', 'cards', 'notifications'],
  reminders: ['access', 'notifications'],
  notes: ['access', 'cards', 'files'],
  gallery: ['access', 'cards', 'files'],
  participants: ['access', 'cards'],
  internal: ['access', 'cards', 'files', 'notifications', 'participants'],
  customers: ['access', 'cards', 'contacts', 'conversations', 'fields', 'tags'],
  feed: [
    'access',
    'cards',
    'conversations',
    'event-list',
    'fields',
    'internal',
    'messages',
    'notes',
    'search',
    'tasks',
  ],
  intake: ['contacts', 'conversation-rules', 'conversations', 'deals', 'files', 'messages', 'response-time'],
  'dead-letters': ['channels', 'intake'],
  erasure: ['access', 'account-settings', 'cards', 'conversations', 'files', 'messages'],
  notifications: ['access', 'account-settings', 'conversations', 'people'],
  outbox: ['messages'],
  signals: [],
  'hand-over': [
    'access',
    'companies',
    'contacts',
    'conversations',
    'customers',
    'deals',
    'notifications',
    'people',
    'tasks',
  ],
  imbox: ['access', 'cards', 'contacts', 'conversations', 'customers', 'deals', 'notifications'],
  live: [
    'access',
    'companies',
    'contacts',
    'conversations',
    'customers',
    'deals',
    'event-list',
    'imbox',
    'internal',
    'messages',
    'presence',
  ],
  search: ['access', 'internal'],
  presence: ['access'],
  website: ['channels', 'files'],
  writing: ['access', 'messages'],
  'working-hours': [],
}

type Pattern = { regex: string; message: string }
type Rules = Record<string, 'off' | 'error' | ['error', { patterns: Pattern[] }]>
type Override = { files: string[]; rules: Rules }

const restrict = (...patterns: Pattern[]): Rules => ({
  'no-restricted-imports': ['error', { patterns }],
})

const compositionRoot: Pattern = {
  regex: '(^|/)(main|app|features|cli)(\\.ts)?$',
  message: 'The composition root imports all and is imported by none.',
}

/** Features are entered by their door (#features/x) only, and only along the arrows. */
function featureRules(name: string, allowed: readonly string[]): Override[] {
  const forbidden = Object.keys(featureArrows).filter((other) => other !== name && !allowed.includes(other))
  const arrows: Pattern[] = [
    {
      regex: name === '*' ? '^#features/' : `^#features/(${forbidden.join('|')})$`,
      message: `${name} may import: ${allowed.join(', ') || 'no feature'}.`,
    },
    { regex: '^#features/[^/]+/', message: 'A feature is entered by its index.ts.' },
    {
      regex: '^(\\.\\./)+(amo-api|web|widget|dev)/',
      message: 'A feature sees lib, contract, channel.ts and the listed features.',
    },
    compositionRoot,
  ]
  // The channels feature is where messengers and the product meet.
  const messengers: Pattern[] =
    name === 'channels'
      ? []
      : [{ regex: '^#channels/[^/]+/', message: 'Of a messenger only its contract is seen.' }]
  const outside = 'Other features are entered as #features/x.'
  return [
    {
      files: [`server/features/${name}/*.ts`],
      rules: restrict(...arrows, ...messengers, { regex: '^\\.\\./', message: outside }),
    },
    {
      files: [`server/features/${name}/*/**/*.ts`],
      rules: restrict(...arrows, ...messengers, { regex: '^\\.\\./\\.\\./', message: outside }),
    },
  ]
}

export default defineConfig({
  plugins: ['typescript', 'import', 'react', 'unicorn', 'oxc', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['dist', 'data', 'server/db/schema.ts', 'node_modules'],
  rules: {
    'import/no-cycle': 'error',
    'import/no-unassigned-import': [
      'error',
      { allow: ['**/*.css', '@mantine/**', '@fontsource-variable/**'] },
    ],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/explicit-module-boundary-types': 'error',
    // Work on a database or a messenger is one after another on purpose: its order is what matters.
    'no-await-in-loop': 'off',
    // Only parsing borders cast; the compiler's own checks are stricter than this rule's guesses.
    'typescript/no-unsafe-type-assertion': 'off',
    'react/react-in-jsx-scope': 'off',
    // Small functions near their use read better than far ones; methods here are plain functions of an object.
    'unicorn/consistent-function-scoping': 'off',
    'typescript/unbound-method': 'off',
    'typescript/consistent-return': 'off',
    'oxc/no-map-spread': 'off',
    'unicorn/prefer-add-event-listener': 'off',
    'unicorn/no-array-sort': 'off',
    'typescript/require-array-sort-compare': 'off',
    'import/no-named-as-default-member': 'off',
    'import/no-named-as-default': 'off',
    'unicorn/require-post-message-target-origin': 'off',
    // A flag that another function sets ends a loop here.
    'no-unmodified-loop-condition': 'off',
    // `new Intl…` in a try is how a time zone or a currency is checked.
    'no-new': 'off',
    'no-control-regex': 'off',
    // Rules of a compiler that is not used.
    'react/immutability': 'off',
    'react/incompatible-library': 'off',
    'react/refs': 'off',
    'react/set-state-in-effect': 'off',
    'react/purity': 'off',
    'react/capitalized-calls': 'off',
    'promise/always-return': 'off',
  },
  overrides: [
    {
      // The rule does not see that what comes as a parameter is a ref, or stays the same for the page's life.
      files: ['widget/**'],
      rules: { 'react-hooks/exhaustive-deps': 'off' },
    },
    {
      files: ['contract/**/*.ts'],
      rules: restrict({
        regex: '^(#|@|node:|\\.\\./|[a-y]|z[^o])',
        message: 'The contract imports zod and itself only.',
      }),
    },
    {
      files: ['server/lib/**/*.ts'],
      rules: restrict(
        { regex: '^#(features|channels)/', message: 'lib knows no feature and no messenger.' },
        {
          regex: '^(\\.\\./)+(features|channels|amo-api|cli|web|widget|dev)/',
          message: 'lib knows no feature and no messenger.',
        },
        compositionRoot,
      ),
    },
    {
      files: ['server/channels/**/*.ts'],
      rules: restrict(
        { regex: '^#features/', message: 'A messenger sees lib, contract and channel.ts; never a feature.' },
        { regex: '^(\\.\\./)+features/', message: 'A messenger never sees a feature.' },
        compositionRoot,
      ),
    },
    {
      files: ['server/channels/*/**/*.ts'],
      rules: restrict(
        { regex: '^#features/', message: 'A messenger sees lib, contract and channel.ts; never a feature.' },
        { regex: '^\\.\\./[^/]+/', message: 'A messenger never sees another messenger.' },
        { regex: '^#channels/[^/]+/', message: 'A messenger never sees another messenger.' },
        compositionRoot,
      ),
    },
    {
      files: ['server/amo-api/**/*.ts'],
      rules: restrict(
        { regex: '^(\\.\\./)+features/', message: 'The compatible API goes through the doors: #features/x.' },
        { regex: '^#features/[^/]+/', message: 'A feature is entered by its index.ts.' },
        compositionRoot,
      ),
    },
    // A feature that is not in the table may import no other.
    ...featureRules('*', []),
    ...Object.entries(featureArrows).flatMap(([name, allowed]) => featureRules(name, allowed)),
    {
      files: ['web/**/*.{ts,tsx}', 'widget/**/*.{ts,tsx}'],
      rules: restrict(
        { regex: '^#(lib|features|channels|db)', message: 'No server code in a browser.' },
        { regex: '^(\\.\\./)+(server|dev|bench|scripts)/', message: 'No server code in a browser.' },
      ),
    },
    {
      files: ['web/ui/**/*.{ts,tsx}', 'web/lib/**/*.{ts,tsx}'],
      rules: restrict(
        { regex: '^(\\.\\./)+features/', message: 'web/ui and web/lib know no feature.' },
        { regex: '^(\\.\\./)+(server|dev|bench|scripts)/', message: 'No server code in a browser.' },
      ),
    },
    {
      // Tests build their world with whatever they need.
      files: ['**/*.test.ts', '**/*.suite.ts', '**/test-*.ts', '**/*.spec.ts', 'server/isolation/**'],
      rules: { 'no-restricted-imports': 'off', 'typescript/explicit-module-boundary-types': 'off' },
    },
  ],
})
