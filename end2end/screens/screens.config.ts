import config from '../playwright.config.ts';

const { launchOptions } = config.use!;
// Pages are opened here without a click: what a browser says of sound then is shown once, and not on every picture.
const args = [...launchOptions!.args!, '--autoplay-policy=no-user-gesture-required'];

export default { ...config, testDir: '.', use: { ...config.use, launchOptions: { ...launchOptions, args } } };
