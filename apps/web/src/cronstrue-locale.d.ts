// The package ships its languages without types.
declare module 'cronstrue/locales/zh_CN.js';
