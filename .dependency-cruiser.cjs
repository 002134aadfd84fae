/** Imports go one way (docs/architecture.md, "The house"); `npm run imports` holds them to it. */
const pure = '^src/(incident|readiness|check)/'
module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'plan-is-the-ground',
      comment: 'The plan imports nothing else of ours.',
      severity: 'error',
      from: { path: '^src/plan/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/plan/' },
    },
    {
      name: 'cores-know-only-the-plan',
      severity: 'error',
      from: { path: '^src/incident/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(incident|plan)/' },
    },
    {
      name: 'the-linter-knows-only-the-plan',
      severity: 'error',
      from: { path: '^src/check/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(check|plan)/' },
    },
    {
      name: 'readiness-knows-only-the-plan',
      severity: 'error',
      from: { path: '^src/readiness/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(readiness|plan)/' },
    },
    {
      name: 'cores-do-no-io',
      severity: 'error',
      from: { path: pure },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/zod/' },
    },
    { name: 'cores-do-no-node-io', severity: 'error', from: { path: pure }, to: { dependencyTypes: ['core'] } },
    {
      name: 'engine-knows-only-the-cores',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(engine|incident|readiness|plan)/' },
    },
    {
      name: 'adapters-know-the-cores-and-messages',
      comment:
        'Of commands they may know the shape of a request and a reply (types only); of the engine the clocks (Slack signs by wall time) and the port of the ledger.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: {
        path: '^(src|commands|sim|test)/',
        pathNot: [
          '^src/(adapters|messages|incident|readiness|plan)/',
          '^src/engine/(clock|wall-clock|logger|deliveries)[.]ts$',
          '^commands/(command|services)[.]ts$',
        ],
      },
    },
    {
      name: 'actions-know-the-cores-types',
      comment: 'They carry out what the core has decided; time, stores and environment are handed to them.',
      severity: 'error',
      from: { path: '^src/actions/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(actions|incident|plan)/' },
    },
    {
      name: 'rehearsal-knows-core-engine-messages',
      comment: 'It plays people and services on the real core and engine, and draws what came of it.',
      severity: 'error',
      from: { path: '^src/rehearsal/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(rehearsal|charts|messages|engine|incident|plan)/' },
    },
    {
      name: 'the-outside-rehearses',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: ['^src/(rehearsal|cli|program)/', '^src/main[.]ts$', '^commands/'] },
      to: { path: '^src/rehearsal/' },
    },
    {
      name: 'charts-know-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/charts/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/charts/' },
    },
    {
      name: 'messages-know-the-cores',
      severity: 'error',
      from: { path: '^src/messages/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(messages|incident|readiness|plan)/' },
    },
    {
      name: 'rendering-knows-the-plan',
      comment: 'It makes texts of a plan and does nothing else: whoever calls it reads and writes the files.',
      severity: 'error',
      from: { path: '^src/render/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(render|plan)/' },
    },
    {
      name: 'rendering-does-no-io',
      severity: 'error',
      from: { path: '^src/render/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-outside-renders',
      severity: 'error',
      from: { path: '^(src|sim)/', pathNot: '^src/(render|report|cli|program)/' },
      to: { path: '^src/render/' },
    },
    {
      name: 'reports-know-cores-and-how-to-draw',
      comment: 'They make documents and charts of what happened; whoever calls them reads and writes.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(report|render|charts|incident|readiness|plan)/' },
    },
    {
      name: 'evidence-knows-the-journal',
      comment: 'It makes archives of the journal and checks them; buckets and keys are handed to it.',
      severity: 'error',
      from: { path: '^src/evidence/' },
      to: { path: '^(src|commands|sim|test)/', pathNot: '^src/(evidence|engine|incident|readiness|plan)/' },
    },
    {
      name: 'commands-know-core-and-engine',
      severity: 'error',
      from: { path: '^commands/' },
      to: {
        path: '^(src|sim|test)/',
        pathNot: '^src/(incident|readiness|check|plan|engine|messages|rehearsal|report)/',
      },
    },
    {
      name: 'the-program-does-not-know-its-simulator',
      comment: 'Only the command line starts the sandbox.',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: '^src/cli/' },
      to: { path: '^(sim|test)/' },
    },
    {
      name: 'nobody-imports-the-outside',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: ['^src/(cli|web|main)', '^src/main[.]ts$'] },
      to: { path: ['^src/(web|cli)/', '^src/main[.]ts$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.cjs', '.json'] },
  },
}
