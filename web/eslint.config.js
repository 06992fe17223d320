import jsxA11y from 'eslint-plugin-jsx-a11y';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'edge', 'node_modules', 'src/api/schema.gen.ts', 'scripts', 'eslint.config.js', 'screenshots'] },
  ...tseslint.configs.strictTypeChecked,
  jsxA11y.flatConfigs.strict,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // The first field of a page that has one job is where the person wants to be; `autofocus` is not used, focus goes to the heading.
      'jsx-a11y/no-autofocus': 'error',
      // Lists without bullets lose their meaning in Safari unless the role is said.
      'jsx-a11y/no-redundant-roles': ['error', { ul: ['list'], ol: ['list'] }],
    },
  },
);
