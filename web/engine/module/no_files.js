// Takes the place of files.js in the site's bundles (`browser` in web/package.json).

export const fileReader = () => null;
export const isFileAddress = () => false;
