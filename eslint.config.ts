import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const ambient = 'comes in as an argument, so that tests and the sweep can decide it';

export default defineConfig(
  globalIgnores(['dist', 'coverage', '.cache']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'stacks/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate', 'fetch'].map((name) => ({ name, message: ambient })),
      ],
      'no-restricted-properties': [
        'error',
        ...(
          [
            ['Date', 'now'],
            ['Math', 'random'],
            ['performance', 'now'],
            ['AbortSignal', 'timeout'],
          ] as const
        ).map(([object, property]) => ({ object, property, message: ambient })),
      ],
      'no-restricted-imports': ['error', { paths: ['node:timers', 'node:timers/promises'] }],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: ambient },
      ],
    },
  },
);
