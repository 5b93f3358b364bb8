import { defineConfig } from 'vite'

/** One classic script that needs nothing else: strangers' pages include it with a single tag. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome100', 'firefox101', 'safari16.4'],
    outDir: '../dist/widget',
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      input: `${import.meta.dirname}/main.tsx`,
      output: { format: 'iife', entryFileNames: 'widget.js', codeSplitting: false },
    },
  },
})
